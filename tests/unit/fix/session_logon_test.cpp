// Strangers, second comers and wrong passwords stay outside.
#include "peer_bench.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace lockstep {
namespace {

using namespace std::chrono_literals;

struct Stranger {
    const char* trouble;
    std::string first_bytes;
    const char* noted; // in the log of ports
};

std::string logon(const std::string& names, const std::string& version = "FIX.4.4") {
    return wire::message("35=A|34=1|" + names + "|52=20260105-14:30:00|98=0|108=30|", version);
}

TEST_F(SessionPeer, StrangersAreRefusedAndNamed) {
    open();
    const std::vector<Stranger> strangers{
        {"unknown sender", logon("49=NOBODY|56=LOCKSTEP"),
         "no session here is FIX.4.4:LOCKSTEP->NOBODY"},
        {"wrong target", logon("49=PEER|56=WRONG"), "no session here is FIX.4.4:WRONG->PEER"},
        {"wrong version", logon("49=PEER|56=LOCKSTEP", "FIX.4.2"),
         "no session here is FIX.4.2:LOCKSTEP->PEER"},
        {"no Logon", wire::message("35=0|34=1|49=PEER|56=LOCKSTEP|"),
         "its first message is no Logon but 35=0"},
        {"HTTP", "GET / HTTP/1.1\r\n\r\n", "bad input, not FIX: a message must begin with 8=FIX"},
        {"TLS", std::string("\x16\x03\x01\x02\x00\x01", 6), "bad input, not FIX"},
        {"a lie", wire::message("35=A|34=1|49=PEER|56=LOCKSTEP|95=-2|96=abc|"),
         "did not log on: bad input, lying length: 95= is no plain number"},
        {"second Logon of a session in use", logon("49=OTHER|56=LOCKSTEP"),
         "FIX.4.4:LOCKSTEP->OTHER is in use by 127.0.0.1:"},
    };
    for (const Stranger& stranger : strangers) {
        RawPeer raw(io, "", "");
        raw.dial(bench->port());
        raw.write(stranger.first_bytes);
        EXPECT_TRUE(until([&] { return raw.is_closed(); })) << stranger.trouble;
        EXPECT_EQ(raw.seen(), "") << stranger.trouble;
    }
    expect_other_unharmed();
    EXPECT_EQ(bench->status(0).next_number_out, 1);
    EXPECT_EQ(bench->status(0).next_number_in, 1);

    const std::shared_ptr<test::TemporaryDirectory> folder = bench->folder;
    const std::filesystem::path log = folder->path() / "log" / "GLOBAL.event.current.log";
    bench.reset(); // writes its logs
    std::ifstream in(log);
    const std::string noted{std::istreambuf_iterator<char>(in), {}};
    for (const Stranger& stranger : strangers) {
        EXPECT_NE(noted.find(stranger.noted), std::string::npos) << stranger.noted << "\n" << noted;
    }
}

TEST_F(SessionPeer, WhoSaysNothingIsClosedInTime) {
    TransportLimits limits;
    limits.first_message_time_max = 100ms;
    open(limits);
    RawPeer silent(io, "", "");
    silent.dial(bench->port());
    EXPECT_TRUE(until([&] { return silent.is_closed(); }));
    expect_other_unharmed();
}

TEST_F(SessionPeer, StrangersAreBounded) {
    TransportLimits limits;
    limits.strangers_max = 3;
    open(limits);
    std::vector<std::unique_ptr<RawPeer>> silent;
    for (int i = 0; i < 5; ++i) {
        silent.push_back(std::make_unique<RawPeer>(io, "", ""));
        silent.back()->dial(bench->port());
    }
    EXPECT_TRUE(until([&] { return silent[3]->is_closed() && silent[4]->is_closed(); }));
    EXPECT_FALSE(silent[0]->is_closed());
    silent.clear();
    EXPECT_TRUE(until([&] {
        RawPeer again(io, "PEER", "LOCKSTEP");
        again.dial(bench->port());
        again.log_on();
        return run_until(io, [&] { return bench->is_up() || again.is_closed(); }) &&
               bench->heard.empty() && bench->states.size() > 1;
    }));
}

TEST_F(SessionPeer, PasswordIsAskedOfThePeerWhenTheSettingsNameOne) {
    SessionConfig config = acceptor("LOCKSTEP", "PEER");
    config.username = "peer";
    config.password = "right";
    bench = std::make_unique<Bench>(io, std::vector<SessionConfig>{config});
    bench->host->start();
    for (const char* wrong : {"", "553=peer|554=wrong|", "553=peer|", "554=right|", "141=Y|"}) {
        RawPeer raw(io, "PEER", "LOCKSTEP");
        raw.dial(bench->port());
        raw.log_on(wrong);
        EXPECT_TRUE(until([&] { return raw.is_closed(); })) << wrong;
        EXPECT_EQ(raw.seen(), "") << wrong;
    }
    peer.dial(bench->port());
    peer.log_on("553=peer|554=right|");
    EXPECT_TRUE(until([&] { return bench->is_up(); }));
}

TEST_F(SessionPeer, ALogonThatQuickFixRefusesLeavesNoConnectionBehind) {
    open();
    for (const char* bad : {"98=0|", "98=0|108=-1|", "98=0|108=99999999999|", "98=0|108=x|"}) {
        RawPeer raw(io, "PEER", "LOCKSTEP");
        raw.dial(bench->port());
        raw.send("A", bad, 1);
        EXPECT_TRUE(until([&] { return raw.is_closed(); })) << bad;
        EXPECT_EQ(bench->status().state, SessionState::waiting) << bad;
    }
    expect_other_unharmed();
}

} // namespace
} // namespace lockstep
