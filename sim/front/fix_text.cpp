#include "front/fix_text.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace lockstep::sim {

std::optional<std::string> find_field(const FIX::FieldMap& fields, int tag) {
    if (!fields.isSetField(tag)) return std::nullopt;
    return fields.getField(tag);
}

std::string need_field(const FIX::FieldMap& fields, int tag) {
    auto value = find_field(fields, tag);
    if (!value || value->empty()) throw FIX::FieldNotFound(tag);
    return *value;
}

std::vector<std::string> group_fields(const FIX::FieldMap& fields, int group, int tag) {
    std::vector<std::string> values;
    const int count = static_cast<int>(fields.groupCount(group));
    for (int entry = 1; entry <= count; ++entry) {
        if (auto value = find_field(fields.getGroupRef(entry, group), tag)) {
            values.push_back(std::move(*value));
        }
    }
    return values;
}

void set_field(FIX::FieldMap& fields, int tag, std::string_view value) {
    fields.setField(tag, std::string(value));
}

void set_field(FIX::FieldMap& fields, int tag, std::int64_t value) {
    fields.setField(tag, std::to_string(value));
}

void set_field(FIX::FieldMap& fields, int tag, char value) {
    fields.setField(tag, std::string(1, value));
}

std::string utc_timestamp(Timestamp time) {
    using namespace std::chrono;
    const sys_time<nanoseconds> instant{nanoseconds(time.ns)};
    const auto day = floor<days>(instant);
    const year_month_day date(day);
    const hh_mm_ss clock(floor<milliseconds>(instant - day));
    std::array<char, 64> text{};
    const int size = std::snprintf(
        text.data(), text.size(), "%04d%02u%02u-%02d:%02d:%02d.%03d", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return {text.data(), static_cast<std::size_t>(size)};
}

} // namespace lockstep::sim
