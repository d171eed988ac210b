// An operator at work on a live gateway: the commands, and the console behind them.
#include "codec/status_json.hpp"
#include "e2e/stock_desk.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <fstream>

namespace lockstep::e2e {
namespace {

class Operator : public StockDesk {
  protected:
    void start_all() {
        start_dialling(follower("FULL", "LEAD1", "BROKER", "MaxContracts=5\n") +
                       follower("HALF", "LEAD1", "BROKER", "SizingValue=0.5\nMaxContracts=5\n"));
    }
    // `lockstep ACTION FILE ACCOUNT --reason TEXT`, which ends well.
    void act(const std::string& action, const std::string& account, const std::string& reason) {
        const Finished done = gateway->command(action, {account, "--reason", reason});
        EXPECT_EQ(done.code, 0) << action << " " << account << "\n" << done.out << done.err;
    }
    std::string mode(const std::string& account) {
        return follower_of(*gateway->status(), account).mode();
    }
};

TEST_F(Operator, PausesResumesAndFlattensOneAccountAlone) {
    start_all();
    trade('1', 2);
    EXPECT_EQ(new_orders(2).size(), 2U);
    ASSERT_TRUE(until_holds("FULL", 2) && until_holds("HALF", 1));

    act("pause", "FULL", "lunch");
    EXPECT_EQ(mode("FULL"), "paused");
    EXPECT_EQ(follower_of(*gateway->status(), "FULL").mode_reason(), "operator-action");
    EXPECT_EQ(follower_of(*gateway->status(), "FULL").mode_text(), "console: lunch");
    trade('1', 2);
    EXPECT_EQ(new_orders(1), Texts{"D HALF buy 1 ES market day"});
    trade('2', 3); // a paused account still reduces
    EXPECT_EQ(new_orders(2), (Texts{"D FULL sell 1 ES market day", "D HALF sell 2 ES market day"}));
    ASSERT_TRUE(until_holds("FULL", 1) && until_holds("HALF", 0));

    act("resume", "FULL", "back");
    EXPECT_EQ(mode("FULL"), "active");
    act("flatten", "FULL", "news");
    EXPECT_EQ(new_orders(1), Texts{"D FULL sell 1 ES market day"});
    ASSERT_TRUE(until_holds("FULL", 0));
    act("flatten", "FULL", "twice does no harm");
    trade('1', 3);
    EXPECT_EQ(new_orders(1), Texts{"D HALF buy 2 ES market day"}); // T(4) = 2; FULL is out
    trade('2', 4);
    EXPECT_EQ(new_orders(1), Texts{"D HALF sell 2 ES market day"});
    ASSERT_TRUE(until_holds("HALF", 0));
    expect_nothing_more();
}

TEST_F(Operator, HaltsAllAndWhatIsHeldStaysUntilTheyResume) {
    start_all();
    trade('1', 2);
    EXPECT_EQ(new_orders(2).size(), 2U);
    ASSERT_TRUE(until_holds("FULL", 2) && until_holds("HALF", 1));
    act("halt", "all", "something is wrong");
    EXPECT_EQ(mode("FULL"), "halted");
    EXPECT_EQ(mode("HALF"), "halted");
    trade('2', 2);
    ASSERT_TRUE(gateway->until([](const Status& status) {
        return target(status, "FULL", "ES") == 0 && target(status, "HALF", "ES") == 0;
    }));
    EXPECT_EQ(new_orders(0), Texts{});
    act("resume", "all", "it was not");
    EXPECT_EQ(new_orders(2), (Texts{"D FULL sell 2 ES market day", "D HALF sell 1 ES market day"}));
    ASSERT_TRUE(until_holds("FULL", 0) && until_holds("HALF", 0));
    expect_nothing_more();
}

TEST_F(Operator, TheKillSwitchAnswersWithWhatIsCancelledAndWhatStays) {
    start_all();
    trade('1', 4);
    EXPECT_EQ(new_orders(2).size(), 2U);
    ASSERT_TRUE(until_holds("FULL", 4) && until_holds("HALF", 2));
    say(accepted({.account = "LEAD1",
                  .order_id = "S1",
                  .cl_ord_id = "s1",
                  .side = '2',
                  .quantity = 4,
                  .type = '3',
                  .stop_price = "4990.00",
                  .time_in_force = '1'}));
    EXPECT_EQ(new_orders(2).size(), 2U); // stops of 4 and of 2
    say(accepted({.account = "LEAD1",
                  .order_id = "B1",
                  .cl_ord_id = "b1",
                  .side = '1',
                  .quantity = 2,
                  .type = '2',
                  .price = "4980.00",
                  .time_in_force = '1'}));
    EXPECT_EQ(new_orders(2).size(), 2U); // entries of 1, which is what fits, and of 1
    ASSERT_TRUE(gateway->until([](const Status& status) {
        int answered = 0;
        for (const auto& follower : status.followers()) {
            for (const auto& instrument : follower.instruments()) {
                for (const auto& order : instrument.working())
                    answered += order.state() == "working";
            }
        }
        return answered == 4;
    }));
    const Finished halted = gateway->command("halt", {"all", "--reason", "storm"});
    EXPECT_EQ(halted.code, 0) << halted.err;
    const std::string total =
        "2 accounts, 0 flat; being cancelled 2 orders of 2, still working 2 orders of 6\n";
    EXPECT_NE(halted.out.find(total), std::string::npos) << halted.out;
    EXPECT_NE(halted.out.find("; being cancelled 1 order of 1, still working 1 order of 4\n"),
              std::string::npos)
        << halted.out;
    EXPECT_EQ(new_orders(2).size(), 2U); // the cancels
    ASSERT_TRUE(gateway->until([](const Status& status) {
        return working(status, "FULL") == 4 && working(status, "HALF") == 2;
    }));
    const Finished again = gateway->command("halt", {"all", "--reason", "storm"});
    EXPECT_NE(again.out.find("2 accounts, 0 flat; still working 2 orders of 6\n"),
              std::string::npos)
        << again.out;
}

TEST_F(Operator, APauseOutlivesARestart) {
    start_all();
    act("pause", "HALF", "holiday");
    gateway->kill();
    gateway->start();
    ASSERT_TRUE(until_all_up());
    EXPECT_EQ(mode("HALF"), "paused");
    trade('1', 2);
    EXPECT_EQ(new_orders(1), Texts{"D FULL buy 2 ES market day"});
    trade('2', 2);
    EXPECT_EQ(new_orders(1), Texts{"D FULL sell 2 ES market day"});
    ASSERT_TRUE(until_holds("FULL", 0));
    expect_nothing_more();
}

TEST_F(Operator, AChangedLimitHoldsAtOnceAndOutlivesAKill) {
    start_all();
    const Finished changed = gateway->command(
        "limit", {"FULL", "MaxOrderQuantity", "1", "--reason", "not more at once"});
    EXPECT_EQ(changed.code, 0) << changed.out << changed.err;
    trade('1', 2);
    EXPECT_EQ(new_orders(1), Texts{"D HALF buy 1 ES market day"});
    gateway->kill();
    gateway->start();
    ASSERT_TRUE(until_all_up());
    trade('2', 2);
    EXPECT_EQ(new_orders(1), Texts{"D HALF sell 1 ES market day"});
    trade('1', 4);
    EXPECT_EQ(new_orders(1), Texts{"D HALF buy 2 ES market day"});
    trade('2', 4);
    EXPECT_EQ(new_orders(1), Texts{"D HALF sell 2 ES market day"});
    ASSERT_TRUE(until_holds("HALF", 0));
    const Finished off =
        gateway->command("limit", {"FULL", "MaxOrderQuantity", "off", "--reason", "as before"});
    EXPECT_EQ(off.code, 0) << off.out << off.err;
    trade('1', 2);
    EXPECT_EQ(new_orders(2).size(), 2U);
    trade('2', 2);
    EXPECT_EQ(new_orders(2).size(), 2U);
    ASSERT_TRUE(until_holds("FULL", 0) && until_holds("HALF", 0));
    expect_nothing_more();
}

// From two days ago to two days ahead, so that the test may be run at midnight.
std::string closed_days() {
    std::string text = "Zone=UTC\nThrough=2199-12-31\n";
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    for (int i = -2; i <= 2; ++i) {
        const std::chrono::year_month_day day(today + std::chrono::days(i));
        char line[32];
        std::snprintf(line, sizeof line, "%04d-%02u-%02u closed\n", static_cast<int>(day.year()),
                      static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
        text += line;
    }
    return text;
}

TEST_F(Operator, AHolidayKeepsOneAccountOut) {
    const std::string file = (folder.path() / "holidays.txt").string();
    std::ofstream(file) << closed_days();
    start_dialling(
        follower("FULL", "LEAD1", "BROKER", "MaxContracts=5\nHolidayFile=" + file + "\n") +
        follower("HALF", "LEAD1", "BROKER", "SizingValue=0.5\nMaxContracts=5\n"));
    trade('1', 2);
    EXPECT_EQ(new_orders(1), Texts{"D HALF buy 1 ES market day"});
    EXPECT_EQ(follower_of(*gateway->status(), "FULL").mode_reason(), "holiday");
    trade('2', 2);
    EXPECT_EQ(new_orders(1), Texts{"D HALF sell 1 ES market day"});
    ASSERT_TRUE(until_holds("HALF", 0));
    expect_nothing_more();
}

TEST_F(Operator, IsToldWhatThereIsNot) {
    start_all();
    const Finished unknown = gateway->command("pause", {"NOBODY", "--reason", "x"});
    EXPECT_EQ(unknown.code, 1);
    EXPECT_NE(unknown.err.find("NOBODY"), std::string::npos) << unknown.out << unknown.err;
    const Finished no_reason = gateway->command("pause", {"FULL"});
    EXPECT_NE(no_reason.code, 0);
    EXPECT_EQ(mode("FULL"), "active");
    gateway->stop();
    const Finished nobody = gateway->command("pause", {"FULL", "--reason", "x"});
    EXPECT_EQ(nobody.code, 1);
    EXPECT_FALSE(nobody.err.empty());
}

TEST_F(Operator, TheConsoleServesOnlyWhoMayAsk) {
    start_all();
    const std::uint16_t port = gateway->console_port();
    const std::string bearer = "Bearer " + gateway->token();
    const std::string pause = "/api/accounts/FULL/pause";
    const std::string body = R"({"reason":"test"})";
    struct Row {
        std::string method, target;
        std::map<std::string, std::string> headers;
        unsigned status;
    };
    for (const Row& row : std::vector<Row>{
             {"GET", "/api/status", {}, 401},
             {"GET", "/api/status", {{"Authorization", "Bearer wrong"}}, 401},
             {"POST", pause, {{"Authorization", bearer + "x"}}, 401},
             {"POST", pause, {{"Authorization", bearer}, {"Host", "evil.example"}}, 403},
             {"POST", pause, {{"Authorization", bearer}, {"Origin", "http://evil.example"}}, 403},
             {"GET", pause, {{"Authorization", bearer}}, 405},
             {"DELETE", pause, {{"Authorization", bearer}}, 405},
             {"POST", "/api/accounts/NOBODY/pause", {{"Authorization", bearer}}, 404},
             {"POST", "/api/accounts/FULL/explode", {{"Authorization", bearer}}, 404},
             {"GET", "/../../etc/passwd", {{"Authorization", bearer}}, 404}}) {
        const std::string sent = row.method == "POST" ? body : "";
        EXPECT_EQ(http(port, row.method, row.target, row.headers, sent).status, row.status)
            << row.method << " " << row.target;
    }
    EXPECT_EQ(mode("FULL"), "active");
    const HttpAnswer done = http(port, "POST", pause, {{"Authorization", bearer}}, body);
    EXPECT_EQ(done.status, 200U) << done.body;
    EXPECT_EQ(mode("FULL"), "paused");
    const auto token_mode = std::filesystem::status(gateway->data() / "token").permissions();
    EXPECT_EQ(token_mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    expect_nothing_more();
}

TEST_F(Operator, ReadsStatusAndJournal) {
    start_all();
    trade('1', 2);
    ASSERT_TRUE(until_holds("FULL", 2) && until_holds("HALF", 1));
    const Finished json = gateway->command("status", {"--json"});
    EXPECT_EQ(json.code, 0) << json.err;
    const auto parsed = parse_status_json(json.out);
    ASSERT_TRUE(parsed) << json.out;
    EXPECT_EQ(held(*parsed, "FULL", "ES"), 2);
    EXPECT_EQ(target(*parsed, "HALF", "ES"), 1);

    const Finished table = gateway->command("status");
    EXPECT_EQ(table.code, 0) << table.err;
    for (const char* word : {"FULL", "HALF", "LEAD1", "active"}) {
        EXPECT_NE(table.out.find(word), std::string::npos) << table.out;
    }
    const Finished journal = gateway->command("journal");
    EXPECT_EQ(journal.code, 0) << journal.err;
    for (const char* word : {"LEAD1", "FULL", "HALF", "ES"}) {
        EXPECT_NE(journal.out.find(word), std::string::npos) << journal.out;
    }
    new_orders(2);
    expect_nothing_more();
}

} // namespace
} // namespace lockstep::e2e
