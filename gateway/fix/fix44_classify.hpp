// What an execution report says, from its codes alone. The rules are tried in the order of the page
// (fix_specs/fix44.md), first match wins.
#pragma once

#include "fix/fix44.hpp"

#include <optional>

namespace lockstep::fix44 {

struct ExecCodes {
    char exec_type = '\0';       // tag 150
    char ord_status = '\0';      // tag 39
    char exec_trans_type = '\0'; // tag 20, which FIX 4.4 dropped and some peers still send
    bool traded = false;         // tag 32 is above zero
};

// Nothing when the codes mean nothing to a copier: an ExecType that FIX 4.4 does not have or that
// moves no order (7 stopped, B calculated), and a trade of no contracts.
std::optional<ExecKind> classify(const ExecCodes& codes, FillStyle fill_style);

// Whether OrdStatus (tag 39) says dead what `kind` says works, or the other way round. A fill never
// contradicts: late fills of ended orders are real.
bool contradicts(ExecKind kind, char ord_status);

// Whether `kind` puts terms into the book, which then have to be right.
bool sets_terms(ExecKind kind);

} // namespace lockstep::fix44
