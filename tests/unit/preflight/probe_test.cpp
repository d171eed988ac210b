// One Logon and one Logout: what is said of the peer, and what becomes of the session's numbers.
#include "preflight/probe.hpp"

#include "fix/file_name.hpp"
#include "fix/fix44_time.hpp"
#include "fix/session_store.hpp"
#include "fix/wall_clock.hpp"
#include "support/temporary_directory.hpp"
#include "unit/preflight/spoken_peer.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

// A message of the peer with the given type and number, `late` after now.
std::string said(const std::string& type, int number, const std::string& more = "",
                 Duration late = {}) {
    return whole("35=" + type + "|34=" + std::to_string(number) + "|49=BROKER|52=" +
                 fix44::format_utc_time(wall_clock_now() + late) + "|56=LOCKSTEP|" + more);
}

SessionConfig broker() {
    SessionConfig config;
    config.begin_string = "FIX.4.4";
    config.sender_comp_id = "LOCKSTEP";
    config.target_comp_id = "BROKER";
    config.username = "me";
    config.password = "s3cret";
    config.quickfix = {{"LogonTimeout", "1"}, {"HeartBtInt", "17"}};
    return config;
}

class Probe : public ::testing::Test {
  protected:
    ProbeResult run(SpokenPeer& peer) {
        config.endpoints.push_back({"127.0.0.1", peer.port()});
        return probe(config, folder.path());
    }
    // The numbers that the next message out, and the next one in, must bear.
    std::pair<int, int> numbers() const {
        const SessionStore store(folder.path() / (session_file_name(config) + ".numbers"),
                                 config.id(), wall_clock_now());
        return {store.getNextSenderMsgSeqNum(), store.getNextTargetMsgSeqNum()};
    }
    void set_numbers(int out, int in) const {
        SessionStore store(folder.path() / (session_file_name(config) + ".numbers"), config.id(),
                           wall_clock_now());
        store.setNextSenderMsgSeqNum(out);
        store.setNextTargetMsgSeqNum(in);
    }

    test::TemporaryDirectory folder;
    SessionConfig config = broker();
};

const std::string logon_fields = "98=0|108=17|";

TEST_F(Probe, LogsOnAndOutUnderTheSessionsOwnNumbers) {
    set_numbers(7, 9);
    SpokenPeer peer(said("A", 9, logon_fields), said("5", 10));
    const ProbeResult result = run(peer);
    EXPECT_TRUE(result.logged_on);
    EXPECT_EQ(result.trouble, "");
    EXPECT_EQ(result.note, "");
    EXPECT_EQ(numbers(), (std::pair{9, 11}));
    const std::string& heard = peer.heard();
    EXPECT_TRUE(heard.contains("|35=A|34=7|49=LOCKSTEP|52=")) << heard;
    EXPECT_TRUE(heard.contains("|56=BROKER|98=0|108=17|553=me|554=s3cret|10=")) << heard;
    EXPECT_TRUE(heard.contains("|35=5|34=8|49=LOCKSTEP|52=")) << heard;
    EXPECT_EQ(heard.find("8=FIX", heard.find("|35=5|")), heard.npos) << heard; // and no more
}

TEST_F(Probe, LeavesToTheGatewayWhatCarriesSomething) {
    SpokenPeer peer(said("A", 1, logon_fields) + said("8", 2, "37=1|") + said("0", 3),
                    said("5", 4));
    EXPECT_TRUE(run(peer).logged_on);
    EXPECT_EQ(numbers(), (std::pair{3, 2})); // the report, and all behind it, shall come again
}

TEST_F(Probe, LeavesToTheGatewayWhatWaitsThere) {
    set_numbers(1, 4);
    SpokenPeer peer(said("A", 6, logon_fields), said("5", 7));
    const ProbeResult result = run(peer);
    EXPECT_TRUE(result.logged_on);
    EXPECT_EQ(result.note, "messages 4 to 5 wait there for the gateway");
    EXPECT_EQ(numbers(), (std::pair{3, 4}));
}

TEST_F(Probe, SaysWhyTheLogonIsRefused) {
    SpokenPeer peer(said("5", 1, "58=unknown user\x07|"), "");
    const ProbeResult result = run(peer);
    EXPECT_FALSE(result.logged_on);
    EXPECT_EQ(result.trouble, "127.0.0.1:" + std::to_string(peer.port()) +
                                  ": the Logon is refused: \"unknown user\\x07\"");
    EXPECT_EQ(numbers().first, 2);
}

TEST_F(Probe, WaitsNoLongerThanTheLogonTimeout) {
    SpokenPeer peer("", "");
    EXPECT_EQ(run(peer).trouble,
              "127.0.0.1:" + std::to_string(peer.port()) + ": no answer to the Logon");
}

TEST_F(Probe, TakesNoNoiseForAnAnswer) {
    SpokenPeer peer(std::string(200'000, 'x'), "");
    EXPECT_FALSE(run(peer).logged_on);
}

TEST_F(Probe, TakesNobodyElseForItsPeer) {
    SpokenPeer peer(whole("35=A|34=1|49=SOMEBODY|52=20261123-08:00:00|56=LOCKSTEP|98=0|108=17|"),
                    "");
    EXPECT_FALSE(run(peer).logged_on);
    EXPECT_EQ(numbers(), (std::pair{2, 1}));
}

TEST_F(Probe, ComparesTheClocks) {
    SpokenPeer peer(said("A", 1, logon_fields, Duration::seconds(60)), said("5", 2));
    const ProbeResult result = run(peer);
    ASSERT_TRUE(result.peer_ahead);
    EXPECT_GT(*result.peer_ahead, Duration::seconds(45));
    EXPECT_LT(*result.peer_ahead, Duration::seconds(61));
}

TEST_F(Probe, TriesTheNextAddress) {
    config.endpoints.push_back({"127.0.0.1", 1});
    SpokenPeer peer(said("A", 1, logon_fields), said("5", 2));
    const ProbeResult result = run(peer);
    EXPECT_TRUE(result.logged_on);
    EXPECT_EQ(result.note, "127.0.0.1:1: Connection refused");
    EXPECT_EQ(numbers(), (std::pair{3, 3})); // none was used up where nobody listened
}

TEST_F(Probe, SendsNothingWhereNumbersWouldStartAgain) {
    set_numbers(7, 9);
    config.quickfix["ResetOnLogon"] = "Y";
    SpokenPeer peer("", "");
    const ProbeResult result = run(peer);
    EXPECT_TRUE(result.connected);
    EXPECT_EQ(result.trouble, "");
    EXPECT_EQ(peer.heard(), "");
    EXPECT_EQ(numbers(), (std::pair{7, 9}));
}

} // namespace
} // namespace lockstep
