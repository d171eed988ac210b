// What QuickFIX is told, and the one dictionary that all sessions share.
#include "fix/quickfix_options.hpp"
#include "fix/raw_fields.hpp"
#include "fix/session_dictionaries.hpp"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <utility>

namespace lockstep {
namespace {

TEST(QuickfixOptions, NameWhatCannotBeRead) {
    const QuickfixKeys keys{{"HeartBtInt", "30s"}, {"CheckCompID", "yes"}, {"LogonTimeout", ""}};
    EXPECT_THROW(number_option(keys, "HeartBtInt", 30), std::runtime_error);
    EXPECT_THROW(flag_option(keys, "CheckCompID", true), std::runtime_error);
    EXPECT_EQ(number_option(keys, "LogonTimeout", 10), 10);
    EXPECT_EQ(flag_option(keys, "ResetOnLogon", false), false);
}

TEST(AllDay, HasNoMidnight) {
    FIX::TimeRange range = all_day();
    for (const int hour : {0, 11, 12, 23}) {
        for (const auto& [minute, second] : {std::pair{0, 0}, std::pair{59, 59}}) {
            const FIX::UtcTimeStamp time(hour, minute, second, 7, 1, 2026);
            FIX::UtcTimeStamp ahead = time;
            ahead += 60;
            EXPECT_TRUE(range.isInRange(time)) << hour << ":" << minute;
            EXPECT_TRUE(range.isInSameRange(time, ahead)) << hour << ":" << minute;
        }
    }
}

TEST(SessionDictionaries, AreReadOnceAndSharedByAll) {
    SessionDictionaries dictionaries;
    const FIX::DataDictionaryProvider& one = dictionaries.provider("", "FIX.4.4");
    EXPECT_EQ(&one, &dictionaries.provider("", "FIX.4.4"));
    const FIX::DataDictionary& dictionary =
        one.getSessionDataDictionary(FIX::BeginString("FIX.4.4"));
    EXPECT_EQ(dictionary.getVersion(), "FIX.4.4");
    EXPECT_TRUE(dictionary.isMsgType("8"));
}

TEST(SessionDictionaries, AndFramingAgreeOnWhatIsData) {
    SessionDictionaries dictionaries;
    const FIX::DataDictionary& dictionary =
        dictionaries.provider("", "FIX.4.4").getSessionDataDictionary(FIX::BeginString("FIX.4.4"));
    std::set<int> framed;
    for (const LengthDataPair& pair : length_data_pairs()) framed.insert(pair.data_tag);
    for (int tag = 1; tag < 10'000; ++tag) {
        EXPECT_EQ(dictionary.isDataField(tag), framed.contains(tag)) << tag;
    }
    // QuickFIX looks for a data field's length at the tag before it; Signature is its exception.
    for (const LengthDataPair& pair : length_data_pairs()) {
        EXPECT_EQ(pair.length_tag, pair.data_tag == 89 ? 93 : pair.data_tag - 1);
    }
}

TEST(SessionDictionaries, RefuseAFileThatIsNoneOrOfAnotherVersion) {
    SessionDictionaries dictionaries;
    EXPECT_THROW(dictionaries.provider("/nowhere.xml", "FIX.4.4"), std::runtime_error);
    EXPECT_THROW(dictionaries.provider("", "FIX.4.2"), std::runtime_error);
}

} // namespace
} // namespace lockstep
