// What an order asks of the market (tags 40, 59, 44, 99), as far as a copier can say it too.
#pragma once

#include "fix/fix44_fields.hpp"

#include <string>

namespace lockstep::fix44 {

struct TermsReading {
    bool strict = true; // a price that cannot be read refuses the message; otherwise, as on a fill,
                        // the order is taken for one that cannot be mirrored
    bool is_leg = false; // a leg of a spread: its order's price is the spread's
};

struct Terms {
    OrderTerms terms;
    std::string why_not_mirrored; // set when the order could rest, but only as what we cannot say
};

// Everything that our follower's order could not be is read as what cannot rest, so that it has no
// mirror and its fills are copied: other types and a limit or stop without its price as market,
// other times in force as immediate-or-cancel. A missing type is market, a missing time in force is
// day.
Terms read_terms(Fields& body, Side side, const Instrument& instrument, TermsReading how);

} // namespace lockstep::fix44
