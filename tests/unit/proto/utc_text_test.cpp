#include "codec/utc_text.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

TEST(UtcText, PrintsAnyInstant) {
    const std::vector<std::pair<std::int64_t, std::string>> rows{
        {0, "1970-01-01T00:00:00.000000000Z"},
        {1'785'245'400'000'000'123, "2026-07-28T13:30:00.000000123Z"},
        {951'782'400'000'000'000, "2000-02-29T00:00:00.000000000Z"},
        {-1, "1969-12-31T23:59:59.999999999Z"},
        {-1'000'000'000, "1969-12-31T23:59:59.000000000Z"},
        {INT64_MAX, "2262-04-11T23:47:16.854775807Z"},
        {INT64_MIN, "1677-09-21T00:12:43.145224192Z"},
    };
    for (const auto& [ns, text] : rows) EXPECT_EQ(utc_text(Timestamp(ns)), text);
}

} // namespace
} // namespace lockstep
