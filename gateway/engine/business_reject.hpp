// The answer to a message that breaks FIX where QuickFIX does not look (35=j
// BusinessMessageReject).
#pragma once

#include "gateway/fix/quickfix.hpp"

#include "fix/fix44.hpp"

#include <optional>

namespace lockstep {

// Tags 45, 372, 380 and 58 for `refused`. Nothing for a message that only does not fit our
// settings, and never for a reject, so that two ends cannot go on rejecting each other.
std::optional<FIX::Message> business_reject(const FIX::Message& refused,
                                            const fix44::Refusal& refusal);

} // namespace lockstep
