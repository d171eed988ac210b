// Events of the machine to the bytes of a journal record and back: the only place that knows both
// the domain and protobuf (schema/journal.proto).
#pragma once

#include "codec/names.hpp"
#include "proto/events.hpp"
#include "proto/result.hpp"

#include <string>
#include <string_view>

namespace lockstep {

// Appends the record of `event` to `out`. Ids that `names` does not have, and prices that do not
// fit 63 bits as decimals, are programmer errors. The same event gives the same bytes, always.
void encode(const Event& event, const Names& names, std::string& out);

// The event in `bytes`. Refuses, and says what and where: bytes that are no record, a body or a
// field that this version does not know, a field that is missing, an enum value out of its list, a
// negative quantity, a price between ticks, and a name that `names` does not have.
Result<Event> decode(std::string_view bytes, const Names& names);

// Adds every name in the record to `names`, so that `decode` finds it: for reading a journal whose
// settings file is gone or has changed. Refuses bytes that are no record.
Result<void> learn_names(std::string_view bytes, Names& names);

} // namespace lockstep
