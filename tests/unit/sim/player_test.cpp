// Whole runs: a settings file, a script, and what the program answers its shell.
#include "script/simulator.hpp"
#include "support/temporary_directory.hpp"
#include "unit/sim/sim_fixture.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace lockstep::sim::test {
namespace {

class Runs : public testing::Test {
  protected:
    Runs() { write("sim.cfg", common_settings()); }

    void write(const std::string& name, const std::string& text) const {
        temporary.write(name, text);
    }
    std::string read(const std::string& name) const {
        std::ostringstream text;
        text << std::ifstream(folder / name).rdbuf();
        return text.str();
    }
    // The ledger's lines by their keys; "time" and "kind" are the first two words.
    std::vector<std::map<std::string, std::string>> ledger() const {
        std::vector<std::map<std::string, std::string>> lines;
        std::istringstream text(read("ledger"));
        for (std::string line; std::getline(text, line);) {
            std::istringstream words(line);
            auto& fields = lines.emplace_back();
            words >> fields["time"] >> fields["kind"];
            for (std::string word; words >> word;) {
                const auto equal_sign = word.find('=');
                fields[word.substr(0, equal_sign)] = word.substr(equal_sign + 1);
            }
        }
        return lines;
    }
    // Exit code, what was printed, what went wrong.
    std::string play(const std::string& script) {
        write("day.script", script);
        std::ostringstream out;
        std::ostringstream err;
        RunOptions options;
        options.settings = (folder / "sim.cfg").string();
        options.script = (folder / "day.script").string();
        options.ledger = (folder / "ledger").string();
        options.port_file = (folder / "ports").string();
        const int code = run(options, out, err);
        auto said = std::to_string(code) + "\n" + out.str() + err.str();
        for (auto at = said.find(folder.string()); at != std::string::npos;
             at = said.find(folder.string())) {
            said.erase(at, folder.string().size() + 1);
        }
        return said;
    }
    const lockstep::test::TemporaryDirectory temporary;
    const std::filesystem::path& folder = temporary.path();
};

TEST_F(Runs, a_bracket_is_worked_and_the_other_side_of_it_goes_with_the_target) {
    EXPECT_EQ(play("LEAD1 buy 2 ES market as entry\n"
                   "expect entry filled and LEAD1 position ES 2\n"
                   "LEAD1 sell 2 ES limit 5010.00 gtc as target\n"
                   "LEAD1 sell 2 ES stop 4990.00 gtc as stop\n"
                   "oco target stop\n"
                   "move ES to 5005.00 over 60ms\n"
                   "amend stop stop 5000.00\n"
                   "move ES to 5010.00\n"
                   "wait for target filled and stop canceled and LEAD1 working 0\n"
                   "expect LEAD1 position ES 0\n"
                   "print flat again\n"
                   "end\n"),
              "0\nflat again\n");
}

TEST_F(Runs, an_oco_shrinks_the_other_order_by_what_filled) {
    EXPECT_EQ(play("LEAD1 buy 3 ES market as entry\n"
                   "partial next order of LEAD1 1 rest canceled\n"
                   "LEAD1 sell 3 ES limit 5010.00 as target\n"
                   "LEAD1 sell 3 ES stop 4990.00 as stop\n"
                   "oco target stop\n"
                   "move ES to 5010.00\n"
                   "wait for target canceled and target filled 1 and LEAD1 working 1\n"
                   "move ES to 4990.00\n"
                   "expect stop filled and LEAD1 position ES 0\n"
                   "end\n"),
              "0\n");
    std::vector<std::string> stop; // what became of it: type and leaves
    for (const auto& line : ledger()) {
        if (line.at("kind") == "report" && line.at("ordtype") == "stop") {
            stop.push_back(line.at("type") + " " + line.at("leaves"));
        }
    }
    EXPECT_EQ(stop, (std::vector<std::string>{"0 3", "5 2", "L 2", "F 0"}));
}

TEST_F(Runs, an_instrument_that_moves_with_another_trades_at_its_price) {
    auto settings = common_settings();
    settings.insert(settings.find("[SESSION]"), "[INSTRUMENT]\nSymbol=MES\nTickSize=0.25\n"
                                                "TickValue=1.25\nStartPrice=5000.00\n"
                                                "MovesWith=ES\n");
    write("sim.cfg", settings);
    EXPECT_EQ(play("LEAD1 buy 20 MES limit 4998.00 as micro\n"
                   "move ES to 4998.25 over 40ms\n"
                   "expect LEAD1 working 1\n"
                   "move ES to 4998.00\n"
                   "expect micro filled\n"
                   "end\n"),
              "0\n");
}

TEST_F(Runs, a_wait_that_is_not_met_fails_and_says_how_things_stand) {
    EXPECT_EQ(play("LEAD1 buy 2 ES limit 4990.00 as a\n"
                   "wait for LEAD1 position ES 2 within 30ms\n"),
              "1\nday.script:2: waited 30ms for LEAD1 position ES 2: it is 0\n");
    EXPECT_EQ(play("LEAD1 buy 2 ES limit 4990.00 as a\n"
                   "expect a filled\n"),
              "1\nday.script:2: expected a filled: it is working, 0 of 2\n");
    EXPECT_EQ(play("wait for session BROKER1 up within 20ms\n"),
              "1\nday.script:1: waited 20ms for session BROKER1 up: it is down\n");
}

TEST_F(Runs, mistakes_stop_the_run_before_it_begins) {
    EXPECT_EQ(play("print never\nLEAD1 buy 2 ES markt as a\n"),
              "3\nday.script:2: \"markt\" is not an order type; did you mean market?\n");
    write("sim.cfg", "[INSTRUMENT]\nSymbol=ES\n");
    EXPECT_EQ(play("end\n").substr(0, 60),
              "3\nsim.cfg:1: [INSTRUMENT] has no TickValue; add TickValue=12");
}

TEST_F(Runs, the_ledger_has_every_report_and_where_it_went_and_the_port_file_every_port) {
    EXPECT_EQ(play("LEAD1 buy 2 ES market as a\nend\n"), "0\n");
    const auto lines = ledger();
    ASSERT_EQ(lines.size(), 4u); // the acceptance, the fill, and where each of them went
    const std::map<std::string, std::string> fill{
        {"kind", "report"}, {"type", "F"},   {"status", "2"},  {"account", "LEAD1"},
        {"symbol", "ES"},   {"side", "buy"}, {"qty", "2"},     {"ordtype", "market"},
        {"cum", "2"},       {"leaves", "0"}, {"lastqty", "2"}, {"lastpx", "5000.25"}};
    for (const auto& [key, value] : fill) EXPECT_EQ(lines[2].at(key), value) << key;
    const std::map<std::string, std::string> sent{
        {"kind", "sent"}, {"session", "LEADER"}, {"seq", "2"}, {"msgtype", "8"}, {"up", "N"}};
    for (const auto& [key, value] : sent) EXPECT_EQ(lines[3].at(key), value) << key;
    EXPECT_EQ(lines[3].at("exec"), lines[2].at("exec"));
    EXPECT_LE(std::stoll(lines[2].at("time")), std::stoll(lines[3].at("time")));

    std::istringstream ports(read("ports"));
    std::vector<std::string> names;
    for (std::string name, port; ports >> name >> port;) {
        names.push_back(name);
        EXPECT_GT(std::stoi(port), 0);
    }
    EXPECT_EQ(names, (std::vector<std::string>{"BROKER1", "BROKER2", "LEADER", "MARKET"}));
}

TEST_F(Runs, a_port_that_is_taken_is_a_clear_failure) {
    RunningDesk other(common_settings());
    auto settings = common_settings();
    const std::string any = "SocketAcceptPort=0";
    settings.replace(settings.find(any), any.size(),
                     "SocketAcceptPort=" + std::to_string(other.port("BROKER1")));
    settings.replace(settings.find("TargetCompID=LOCKSTEP"), 21, "TargetCompID=OTHER");
    write("sim.cfg", settings);
    const auto said = play("end\n");
    EXPECT_EQ(said.substr(0, 44), "1\nsession BROKER1 cannot listen on 127.0.0.1");
    EXPECT_NE(said.find("Address already in use"), std::string::npos);
}

TEST_F(Runs, the_same_seed_gives_the_same_background_market) {
    const auto trades = [&](std::uint64_t seed) {
        std::vector<Problem> problems;
        auto text = common_settings();
        text.insert(text.find("StartPrice=5000.00"), "BackgroundRate=5\n");
        const auto settings = read_settings("s.cfg", text, problems);
        Venue venue({{{settings.instruments[0].contract, Price(20'000), 100, Quantity(50), false}},
                     {},
                     seed,
                     ""});
        std::vector<VenueEvent> events;
        venue.open(Timestamp(1), events);
        for (int i = 0; i < 200; ++i) venue.step_background(InstrumentId{0}, Timestamp(2), events);
        std::string tape;
        for (const auto& event : events) {
            if (const auto* trade = std::get_if<TradePrint>(&event)) {
                tape += std::to_string(trade->price.ticks) + "x" +
                        std::to_string(trade->quantity.lots) + " ";
            }
        }
        return tape;
    };
    EXPECT_EQ(trades(1), trades(1));
    EXPECT_NE(trades(1), trades(2));
}

} // namespace
} // namespace lockstep::sim::test
