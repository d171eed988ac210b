// What a request asks for: its method, path and body, understood or refused.
#pragma once

#include "console/actions.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <variant>

namespace lockstep {

struct StatusQuestion {
    bool operator==(const StatusQuestion&) const = default;
};

using ConsoleRequest = std::variant<StatusQuestion, ConsoleAction>;

struct BadRequest {
    unsigned status = 400; // 400, 404 or 405
    std::string why;
    std::string allow; // the method that would do, with 405
};

inline constexpr std::size_t reason_size_max = 500;

// `target` is the path with its query, which is passed over; names in it may be percent-encoded.
// Refuses paths that there are not, a command that is not a POST, bodies that are no flat JSON
// object, unknown and missing names in it, and a reason that is empty or longer than
// `reason_size_max`. Whether an account exists is for the engine to say.
std::expected<ConsoleRequest, BadRequest>
understand(std::string_view method, std::string_view target, std::string_view body);

// The other way, for names in a path: what is not plain becomes %XX.
std::string percent_encoded(std::string_view name);

} // namespace lockstep
