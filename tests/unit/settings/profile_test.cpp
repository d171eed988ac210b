// Risk profiles: those of the program, what they do to a follower, what gives way, how old they may
// be. Files with something wrong are in the corpus.
#include "settings/apply_profile.hpp"
#include "settings/profile_report.hpp"
#include "settings/profile_shelf.hpp"
#include "unit/settings/settings_file.hpp"

#include <algorithm>

namespace lockstep {
namespace {

namespace fs = std::filesystem;
using std::chrono::sys_days;

const fs::path tree = LOCKSTEP_SOURCE_DIR;

sys_days day(const char* text) { return *read_day(text); }

TEST(Profiles, of_the_program_are_those_of_the_folder_and_all_good) {
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(tree / "risk/profiles")) {
        files.push_back(entry.path().stem().string());
    }
    std::ranges::sort(files);
    std::vector<std::string> embedded;
    for (const EmbeddedProfile& profile : embedded_profiles()) {
        embedded.emplace_back(profile.name);
        Problems problems;
        const auto read = read_profile(profile.text, embedded_place(profile), problems);
        ASSERT_TRUE(read) << profile.name;
        EXPECT_TRUE(problems.sorted().empty()) << profile.name;
        EXPECT_EQ(read->name, profile.name);
        EXPECT_TRUE(read->source.contains("Verify with the firm")) << profile.name;
        EXPECT_EQ(text_of_file(tree / embedded_place(profile).file), profile.text);
    }
    EXPECT_EQ(embedded, files);
    EXPECT_GE(embedded.size(), 10u);
}

TEST(Profiles, of_the_program_stand_in_the_page_as_the_command_lists_them) {
    const std::string page = text_of_file(tree / "docs/risk.md");
    std::istringstream table(profile_table(day("2026-11-01")));
    for (std::string line; std::getline(table, line);) {
        EXPECT_TRUE(page.contains("\n    " + line + "\n")) << line;
    }
}

Settings settings_of(const std::string& text) {
    const TemporaryDirectory folder;
    const Checked checked = check_settings(folder.write("a.cfg", text), test_environment());
    if (!checked.good()) throw std::runtime_error(format_problems(checked));
    return *checked.settings;
}

const std::string with_topstep = replaced(small_file, "MaxContracts=5", "RiskProfile=topstep-50k");

TEST(Profiles, set_the_limits_of_a_follower) {
    const AccountLimits limits = settings_of(with_topstep).router.followers.at(0).limits;
    EXPECT_EQ(limits.max_contracts, Ratio(5, 1));
    EXPECT_EQ(limits.daily_loss, Money::of(1000));
    EXPECT_EQ(limits.max_drawdown, Money::of(2000));
    EXPECT_EQ(limits.drawdown_mode, DrawdownMode::end_of_day);
    EXPECT_EQ(limits.drawdown_lock, Money::of(0));
    EXPECT_EQ(limits.on_breach, OnBreach::flatten);
    const GatewayConfig gateway = settings_of(with_topstep).gateway;
    EXPECT_EQ(gateway.hours.at(0).flat_by, (DailyTime{(15 * 60 + 10) * 60, "America/Chicago"}));
}

// The journal goes by the digest and keeps the copy.
TEST(Profiles, are_in_the_digest_by_what_they_set) {
    const Settings by_profile = settings_of(with_topstep);
    std::string spelled_out = small_file;
    Problems problems;
    const auto& shelf = embedded_profiles();
    const auto topstep = std::ranges::find(shelf, "topstep-50k", &EmbeddedProfile::name);
    const RiskProfile profile = *read_profile(topstep->text, {}, problems);
    for (const ProfileValue& value : profile.values) {
        const std::string line = value.entry.key + "=" + value.entry.value + "\n";
        if (value.key->name == "MaxContracts" || value.key->name == "ContractWeight") continue;
        spelled_out += line;
    }
    EXPECT_EQ(settings_of(spelled_out).digest, by_profile.digest);
    const std::string other = with_topstep + "DailyLossLimit=999\n";
    EXPECT_NE(settings_of(other).digest, by_profile.digest);
}

TEST(Profiles, are_written_out_in_the_copy) {
    const Settings original = settings_of(with_topstep);
    EXPECT_FALSE(original.copy.contains("RiskProfile")) << original.copy;
    EXPECT_TRUE(original.copy.contains("\nMaxDrawdown=2000\n")) << original.copy;
    const Settings again = settings_of(original.copy);
    EXPECT_EQ(again.digest, original.digest);
    EXPECT_EQ(again.copy, original.copy);
}

TEST(Profiles, weigh_products_whatever_their_month) {
    struct Row {
        const char* symbol;
        const char* product;
        bool is_of;
    };
    for (const Row& row :
         {Row{"MES", "MES", true}, Row{"MESZ6", "MES", true}, Row{"MESH27", "MES", true},
          Row{"MESM27", "MES", true}, Row{"MESZ", "MES", false}, Row{"MESA6", "MES", false},
          Row{"MESZ626", "MES", false}, Row{"ES", "MES", false}, Row{"MESZ6", "ES", false},
          Row{"M2KU7", "M2K", true}, Row{"MESZ6-MESH7", "MES", false}, Row{"", "MES", false}}) {
        EXPECT_EQ(is_of_product(row.symbol, row.product), row.is_of) << row.symbol;
    }
    const std::string micro = "[INSTRUMENT]\nSymbol=MESZ6\nTickSize=0.25\nTickValue=1.25\n"
                              "ContractWeight=0.1\n[SESSION]\nConnectionType=acceptor";
    const std::string text = replaced(with_topstep, "[SESSION]\nConnectionType=acceptor", micro);
    const auto weights = [](const std::string& file) {
        return settings_of(file).router.followers.at(0).limits.contract_weight;
    };
    const std::vector<Ratio> whole{Ratio(1, 1), Ratio(1, 1)};
    const std::vector<Ratio> tenth{Ratio(1, 1), Ratio(1, 10)};
    EXPECT_EQ(weights(text), whole);
    EXPECT_EQ(weights(replaced(text, "topstep-50k", "apex-legacy-50k")), tenth);
    EXPECT_EQ(weights(text + "ContractWeight=MESZ6:0.1\n"), tenth);
    EXPECT_EQ(weights(text + "ContractWeight=ES:1\n"), whole);
}

TEST(Profiles, warn_of_an_instrument_that_counts_less_than_they_say) {
    const std::string text =
        replaced(with_topstep, "TickValue=12.50", "TickValue=12.50\nContractWeight=0.5");
    EXPECT_EQ(
        problems_of_text(text),
        "a.cfg:29: warning: ContractWeight ES:0.5 is looser than the profile topstep-50k has, "
        "none, which counts whole; raise it to that, or be sure that the firm allows it");
}

std::string problems_on(const std::string& text, const char* today) {
    const TemporaryDirectory folder;
    const fs::path file = folder.write("a.cfg", text);
    const Checked checked = check_settings(file, test_environment(), day(today));
    return replaced(format_problems(checked), folder.path().string() + "/", "");
}

TEST(Profiles, are_warned_of_when_they_are_older_than_ninety_days) {
    EXPECT_EQ(problems_on(with_topstep, "2026-11-01"), "");
    EXPECT_EQ(problems_on(with_topstep, "2027-01-30"), "");
    EXPECT_EQ(problems_on(with_topstep, "2027-01-31"),
              "a.cfg:28: warning: the profile topstep-50k is 91 days old; compare it with what the "
              "firm says today\n");
}

TEST(Profiles, of_a_day_to_come_are_refused) {
    EXPECT_EQ(problems_on(with_topstep, "2026-10-31"), ""); // it may be tomorrow elsewhere
    EXPECT_EQ(
        problems_on(with_topstep, "2026-10-30"),
        "a.cfg:28: the profile topstep-50k is of 2026-11-01, which is still to come; mend its "
        "Date=, or the clock of this machine\n");
}

TEST(Profiles, are_shown_with_what_they_set_and_what_gives_way) {
    const TemporaryDirectory folder;
    const Checked checked = check_settings(
        folder.write("a.cfg", with_topstep + "DailyLossLimit=1200\nMaxDrawdown=1500\n"),
        test_environment());
    const std::string text = format_profiles(checked, day("2026-11-23"));
    for (const char* line :
         {"risk profiles\n  follower F50K: topstep-50k of 2026-11-01, 22 days old "
          "(risk/profiles/topstep-50k.cfg)\n",
          "\n    source: The firm's public rules", "\n    sets MaxContracts = 5\n",
          "\n    overridden: DailyLossLimit = 1200 here, LOOSER, 1000 in the profile\n",
          "\n    overridden: MaxDrawdown = 1500 here, tighter, 2000 in the profile\n",
          "\n    yours to keep: "}) {
        EXPECT_TRUE(text.contains(line)) << line << "\n" << text;
    }
    const Checked without = check_settings(folder.write("b.cfg", small_file), test_environment());
    EXPECT_EQ(format_profiles(without, day("2026-11-23")), "");
}

TEST(Profiles, are_printed_whole_by_their_name) {
    EXPECT_EQ(*profile_text("earn2trade-25k"),
              text_of_file(tree / "risk/profiles/earn2trade-25k.cfg"));
    EXPECT_TRUE(profile_text("nobody").error().what.starts_with(
        "there is no profile nobody; there are apex-legacy-50k, "));
}

TEST(Profiles, have_days_of_the_calendar) {
    EXPECT_EQ(day_text(day("2028-02-29")), "2028-02-29");
    for (const char* text : {"2027-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-11-01",
                             "2026/11/01", "", "2026-11-01 "}) {
        EXPECT_FALSE(read_day(text)) << text;
    }
}

TEST(Profiles, are_tighter_or_looser_by_the_key) {
    struct Row {
        const char* key;
        const char* ours;
        const char* theirs;
        Strictness is;
    };
    using enum Strictness;
    for (const Row& row : {
             Row{"MaxContracts", "5", "5.0", same},
             Row{"MaxContracts", "4.9", "5", tighter},
             Row{"MaxContracts", "5.1", "5", looser},
             Row{"MaxDrawdown", "2000.01", "2000", looser},
             Row{"DrawdownLock", "100", "0", tighter},
             Row{"DrawdownLock", "0", "100", looser},
             Row{"Commission", "2.5", "2.4", tighter},
             Row{"DrawdownMode", "trailing", "end_of_day", tighter},
             Row{"DrawdownMode", "static", "end_of_day", looser},
             Row{"OnBreach", "flatten", "pause", tighter},
             Row{"OnBreach", "pause", "flatten", looser},
             Row{"RejectBreaker", "5/10", "5/10.0", same},
             Row{"RejectBreaker", "4/10", "5/10", tighter},
             Row{"RejectBreaker", "5/20", "5/10", tighter},
             Row{"RejectBreaker", "6/20", "5/10", different},
             Row{"MaxDrift", "2/5", "2/10", tighter},
             Row{"MaxDrift", "3/10", "2/10", looser},
             Row{"FlatBy", "15:09 America/Chicago", "15:10 America/Chicago", tighter},
             Row{"FlatBy", "15:11 America/Chicago", "15:10 America/Chicago", looser},
             Row{"FlatBy", "15:10 America/New_York", "15:10 America/Chicago", different},
             Row{"NewsWindow", "120/60", "60/60", tighter},
             Row{"NewsWindow", "120/30", "60/60", different},
             Row{"NewsPositions", "keep", "flat", looser},
             Row{"OppositeSides", "allow", "refuse", looser},
             Row{"OppositeSides", "refuse_correlated", "refuse", tighter},
             Row{"ScalingPlan", "0:2,1500:3", "0:2, 1500.0:3", same},
             Row{"ScalingPlan", "0:2", "0:2,1500:3", tighter},
             Row{"ScalingPlan", "0:2,1400:3", "0:2,1500:3", looser},
             Row{"ScalingPlan", "100:3", "0:2,100:3", looser},
             Row{"ScalingPlan", "0:1,100:4", "0:2,100:3", different},
             Row{"TradingWindow", "08:30-15:00 America/Chicago", "08:30-15:01 America/Chicago",
                 different},
             Row{"DayRoll", "17:00 America/Chicago", "17:00 America/Chicago", same},
             Row{"DayRoll", "16:00 America/Chicago", "17:00 America/Chicago", different},
         }) {
        EXPECT_EQ(strictness(row.key, row.ours, row.theirs), row.is)
            << row.key << " " << row.ours << " " << row.theirs;
    }
}

} // namespace
} // namespace lockstep
