// The status as JSON: the same form always, whatever peers wrote.
#include "codec/status_json.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

using status::v1::Status;

TEST(StatusJson, PrintsNamesAsInTheSchemaAndZerosToo) {
    Status status;
    status.set_version("0.1.0");
    auto& follower = *status.add_followers();
    follower.set_account("F50K");
    follower.add_instruments()->set_instrument("ES");
    const std::string json = status_json(status);
    for (const char* part : {"\"version\":\"0.1.0\"", "\"account\":\"F50K\"", "\"day_result\":\"\"",
                             "\"held\":0", "\"working_entries\":0", "\"out\":false",
                             "\"leaders\":[]", "\"p999_ns\":0", "\"space_low\":false"}) {
        EXPECT_NE(json.find(part), json.npos) << part << " is not in " << json;
    }
}

TEST(StatusJson, HoldsNoNumberInQuotes) {
    Status status;
    status.mutable_latency()->set_max_ns(UINT32_MAX);
    status.add_sessions()->set_next_out(UINT32_MAX);
    const std::string json = status_json(status);
    EXPECT_NE(json.find("\"max_ns\":4294967295"), json.npos) << json;
    EXPECT_NE(json.find("\"next_out\":4294967295"), json.npos) << json;
}

TEST(StatusJson, ComesBack) {
    Status status;
    status.mutable_journal()->set_sequence("18446744073709551615");
    auto& leader = *status.add_leaders()->add_instruments();
    leader.set_instrument("ES");
    leader.set_position(-3);
    leader.add_working()->set_price("4500.25");
    const auto back = parse_status_json(status_json(status));
    ASSERT_TRUE(back) << back.error().what;
    EXPECT_EQ(back->journal().sequence(), "18446744073709551615");
    EXPECT_EQ(back->leaders(0).instruments(0).position(), -3);
    EXPECT_EQ(back->leaders(0).instruments(0).working(0).price(), "4500.25");
}

TEST(StatusJson, ShowsTextThatIsNotUtf8) {
    const std::vector<std::pair<std::string, std::string>> rows{
        {"caf\xE9", "caf?"},
        {"caf\xC3\xA9", "caf\xC3\xA9"},
        {"\xC0\xAF", "??"},                       // overlong
        {"\xED\xA0\x80", "???"},                  // a surrogate
        {"\xF4\x90\x80\x80", "????"},             // past the last character
        {"\xF0\x9F\x93\x88", "\xF0\x9F\x93\x88"}, // four bytes
        {"\xE2\x82", "??"},                       // cut short
        {"\xFF\xFE", "??"},
    };
    for (const auto& [text, shown] : rows) {
        Status status;
        status.add_followers()->add_last_notices()->set_text(text);
        const auto back = parse_status_json(status_json(status));
        ASSERT_TRUE(back) << back.error().what;
        EXPECT_EQ(back->followers(0).last_notices(0).text(), shown);
    }
}

TEST(StatusJson, RefusesOtherThings) {
    for (const char* json : {"", "[]", "{", "{\"followers\":3}", "{\"latency\":{\"count\":-1}}"}) {
        EXPECT_FALSE(parse_status_json(json)) << json;
    }
    EXPECT_TRUE(parse_status_json("{\"of_a_newer_version\":1}"));
}

TEST(StatusJson, SaturatesNumbers) {
    EXPECT_EQ(status_contracts(-5), -5);
    EXPECT_EQ(status_contracts(INT64_MAX), INT32_MAX);
    EXPECT_EQ(status_contracts(INT64_MIN), INT32_MIN);
    EXPECT_EQ(status_count(UINT64_MAX), UINT32_MAX);
    EXPECT_EQ(status_latency_ns(-1), 0U);
    EXPECT_EQ(status_latency_ns(INT64_MAX), UINT32_MAX);
}

} // namespace
} // namespace lockstep
