// The demo as its users start it, and its end looked at by another pair of eyes than its own.
#include "codec/status_json.hpp"
#include "e2e/gateway.hpp"
#include "e2e/ledger.hpp"
#include "e2e/process.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace lockstep::e2e {
namespace {

namespace fs = std::filesystem;

const fs::path demo = fs::path(LOCKSTEP_SOURCE_DIR) / "examples" / "demo";

// What docs/copying.md makes of the leader's day: the state at its end, and how many orders,
// replaces and cancels it took. examples/demo/expected says how they come about.
struct End {
    std::string account, mode;
    std::size_t orders, replaces, cancels;
};
const std::vector<End> ends{
    {"HALF", "active", 11, 2, 3}, {"DOUBLE", "flattening", 10, 4, 3}, {"ONE", "active", 8, 3, 1},
    {"PCT", "active", 11, 2, 3},  {"MICRO", "active", 13, 6, 3},      {"FILLS", "active", 10, 0, 0},
};

void expect_end(const End& end, const Status& status, const Ledger& ledger) {
    SCOPED_TRACE(end.account);
    const auto& follower = follower_of(status, end.account);
    EXPECT_EQ(follower.mode(), end.mode);
    EXPECT_EQ(ledger.requests(end.account, "D").size(), end.orders);
    EXPECT_EQ(ledger.requests(end.account, "G").size(), end.replaces);
    EXPECT_EQ(ledger.requests(end.account, "F").size(), end.cancels);
    EXPECT_EQ(follower.orders_sent(), end.orders + end.replaces + end.cancels);
    EXPECT_EQ(ledger.working(end.account), 0);
    EXPECT_EQ(working(status, end.account), 0);
    for (const char* symbol : {"ES", "NQ", "MES", "MNQ"}) {
        EXPECT_EQ(held(status, end.account, symbol), 0) << symbol;
        EXPECT_EQ(target(status, end.account, symbol), 0) << symbol;
        EXPECT_EQ(ledger.position(end.account, symbol), 0) << symbol;
    }
}

// The most that an account ever held, either way.
std::int64_t peak(const Ledger& ledger, const std::string& account, const std::string& symbol) {
    std::int64_t held = 0, most = 0;
    for (const LedgerRow& row : ledger.rows()) {
        const bool is_fill = row.kind == "report" && row["type"] == "F";
        if (!is_fill || row["account"] != account || row["symbol"] != symbol) continue;
        held += (row["side"] == "buy" ? 1 : -1) * std::stoll(row["lastqty"]);
        most = std::max(most, std::abs(held));
    }
    return most;
}

Finished judge(const fs::path& expected, const fs::path& day) {
    return run_to_end({"/usr/bin/awk", "-f", (demo / "judge.awk").string(), expected.string(),
                       (day / "ledger").string(), (day / "end.lines").string()});
}

TEST(Demo, EndsWithEveryAccountWhereItMustBe) {
    const test::TemporaryDirectory folder;
    ::setenv("LOCKSTEP_PROGRAMS", fs::path(gateway_program()).parent_path().c_str(), 1);
    Process run({(demo / "run").string(), folder.path().string()}, folder.path() / "demo.log");
    ASSERT_EQ(run.wait(std::chrono::seconds(180)), 0);

    const auto status = parse_status_json(text_of(folder.path() / "end.json"));
    ASSERT_TRUE(status);
    const Ledger ledger(text_of(folder.path() / "ledger"));
    for (const End& end : ends) expect_end(end, *status, ledger);
    EXPECT_EQ(peak(ledger, "LEAD1", "ES"), 2);
    EXPECT_EQ(peak(ledger, "HALF", "ES"), 1);
    EXPECT_EQ(peak(ledger, "DOUBLE", "ES"), 3); // its cap
    EXPECT_EQ(peak(ledger, "ONE", "ES"), 1);
    EXPECT_EQ(peak(ledger, "ONE", "NQ"), 0); // rejected, and not left with its stop
    EXPECT_EQ(peak(ledger, "MICRO", "MES"), 20);
    EXPECT_EQ(peak(ledger, "MICRO", "MNQ"), 30);
    EXPECT_EQ(peak(ledger, "FILLS", "NQ"), 3);

    // The demo's own judgement says yes to this day, and no when an account is elsewhere.
    const Finished yes = judge(demo / "expected", folder.path());
    EXPECT_EQ(yes.code, 0) << yes.err;
    std::string doctored = text_of(demo / "expected");
    doctored.replace(doctored.find("DOUBLE     flattening   10"), 26, "DOUBLE     active       11");
    write_text(folder.path() / "expected", doctored);
    const Finished no = judge(folder.path() / "expected", folder.path());
    EXPECT_EQ(no.code, 1);
    EXPECT_EQ(no.err, "WRONG: DOUBLE is flattening, must be active\n"
                      "WRONG: DOUBLE sent new orders: 10, must be 11\n");
    EXPECT_EQ(no.out, yes.out);
}

} // namespace
} // namespace lockstep::e2e
