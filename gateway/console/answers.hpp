// What the console answers: a status and a JSON body.
#pragma once

#include "console/actions.hpp"

#include <string>
#include <string_view>

namespace lockstep {

struct Answer {
    unsigned status = 200;
    std::string body;  // JSON
    std::string allow; // header Allow, with 405
};

// {"error": why}
Answer error_answer(unsigned status, std::string_view why);

// 200 with what the accounts hold and work now, 404 that names what there is not, or 503.
Answer outcome_answer(const ActionOutcome& outcome);

} // namespace lockstep
