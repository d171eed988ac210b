#include "fix/fix44_time.hpp"

#include <gtest/gtest.h>

namespace lockstep::fix44 {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

TEST(Fix44Time, ReadsEveryPrecisionUpToNanoseconds) {
    const struct {
        const char* text;
        std::int64_t ns;
    } rows[] = {
        {"19700101-00:00:00", 0},
        {"19700101-00:00:01.5", second_ns + 500'000'000},
        {"20240102-15:04:05.123", 1'704'207'845 * second_ns + 123'000'000},
        {"20240102-15:04:05.123456", 1'704'207'845 * second_ns + 123'456'000},
        {"20240102-15:04:05.123456789", 1'704'207'845 * second_ns + 123'456'789},
        {"20240229-00:00:00", 1'709'164'800 * second_ns},
    };
    for (const auto& row : rows) {
        const auto time = parse_utc_time(row.text);
        ASSERT_TRUE(time) << row.text;
        EXPECT_EQ(time->ns, row.ns) << row.text;
    }
}

TEST(Fix44Time, ALeapSecondIsTheNextMinute) {
    EXPECT_EQ(parse_utc_time("20161231-23:59:60"), parse_utc_time("20170101-00:00:00"));
    EXPECT_EQ(parse_utc_time("20161231-23:59:60.750"), parse_utc_time("20170101-00:00:00"));
}

TEST(Fix44Time, RefusesWhatIsNoTime) {
    for (const char* text : {"",
                             "20240102",
                             "20240102-15:04",
                             "20240102-15:04:5",
                             "20240102 15:04:05",
                             "20240102-15:04:05.",
                             "20240102-15:04:05.1234567890",
                             "20240102-15:04:05,123",
                             "20240102-15:04:61",
                             "20240102-15:60:05",
                             "20240102-24:00:00",
                             "20240132-00:00:00",
                             "20230229-00:00:00",
                             "20240002-00:00:00",
                             "20241302-00:00:00",
                             "19691231-23:59:59",
                             "99991231-23:59:59",
                             "2024010a-15:04:05",
                             "+0240102-15:04:05",
                             "20240102-15:04:05Z",
                             "20240102-15:04:05.-12"}) {
        EXPECT_FALSE(parse_utc_time(text)) << text;
    }
}

TEST(Fix44Time, WritesMillisecondsAndReadsThemBack) {
    for (const char* text : {"19700101-00:00:00.000", "20240102-15:04:05.123",
                             "20240229-23:59:59.999", "20991231-00:00:00.001"}) {
        const auto time = parse_utc_time(text);
        ASSERT_TRUE(time) << text;
        EXPECT_EQ(format_utc_time(*time), text);
    }
    EXPECT_EQ(format_utc_time(Timestamp(1'999'999)), "19700101-00:00:00.001"); // never rounds up
}

TEST(Fix44Time, ADateIsTheFirstEightDigitsOfADateOrTime) {
    EXPECT_EQ(parse_date("20240102"), "20240102");
    EXPECT_EQ(parse_date("20240102-15:04:05.123"), "20240102");
    for (const char* text : {"", "2024010", "20240230", "20240102-", "202401021", "2024-01-02"}) {
        EXPECT_FALSE(parse_date(text)) << text;
    }
}

} // namespace
} // namespace lockstep::fix44
