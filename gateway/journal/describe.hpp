// Journal records as lines that a person can read and grep.
#pragma once

#include "codec/names.hpp"
#include "proto/events.hpp"

#include <string>
#include <string_view>

namespace lockstep {

// One line without a newline: time in UTC, sequence, who, what. Prices are decimals of their
// instrument; text of peers and operators is quoted, with what is not printable ASCII as \xNN.
//   2026-07-28T13:30:00.000000123Z 17 leader LEAD1: fill buy 2 ES at 4500.25 (limit 4500.50, day),
//   2 of 5, 3 left, order O1, exec E7, seq 12
std::string describe(const Event& event, const Names& names);

// "(limit 4500.50, day)"
std::string terms_text(const Instrument& instrument, const OrderTerms& terms);

// In double quotes, with what is not printable ASCII as \xNN.
std::string quoted(std::string_view text);

} // namespace lockstep
