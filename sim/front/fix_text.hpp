// Fields of a FIX message as text: nothing of ours passes through QuickFIX's number types.
#pragma once

#include "gateway/fix/quickfix.hpp"
#include "proto/values.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::sim {

// The field as it came; none when it is absent.
std::optional<std::string> find_field(const FIX::FieldMap& fields, int tag);
// The field that a message cannot do without; throws FIX::FieldNotFound, which answers 35=j.
std::string need_field(const FIX::FieldMap& fields, int tag);
// A field out of every entry of a repeating group, as far as entries have it.
std::vector<std::string> group_fields(const FIX::FieldMap& fields, int group, int tag);

void set_field(FIX::FieldMap& fields, int tag, std::string_view value);
void set_field(FIX::FieldMap& fields, int tag, std::int64_t value);
void set_field(FIX::FieldMap& fields, int tag, char value);

// "20261122-16:38:07.123" (tags 60, 52), in UTC, cut to milliseconds.
std::string utc_timestamp(Timestamp time);

} // namespace lockstep::sim
