// A session with hours: closed outside of them, and new numbers when they begin. The time is the
// test's own; the connection is real.
#include "fix/fix_session.hpp"
#include "fix/send_batch.hpp"
#include "fix/session_dictionaries.hpp"
#include "fix/wall_clock.hpp"

#include "host_bench.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace lockstep {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t hour_ns = 3'600 * second_ns;
constexpr std::int64_t day_ns = 24 * hour_ns;

class SessionHours : public testing::Test {
  protected:
    using Tcp = boost::asio::ip::tcp;
    boost::asio::io_context io;
    test::TemporaryDirectory folder;
    WireLogRoom logs{folder / "log"};
    SessionDictionaries dictionaries;
    TransportLimits limits;
    SendBatch batch;
    std::vector<std::string> states;
    SessionHandlers handlers{.on_message = [](SessionIndex, const FIX::Message&, Timestamp) {},
                             .on_state =
                                 [this](SessionIndex, bool up, const std::string& why) {
                                     states.push_back((up ? "up: " : "down: ") + why);
                                 }};
    Tcp::acceptor venue{io, {boost::asio::ip::address_v4::loopback(), 0}};
    RawPeer peer{io, "VENUE", "LOCKSTEP"};
    std::unique_ptr<FixSession> session;

    // Tomorrow at this hour (UTC), later than anything that this process has stamped.
    static Timestamp tomorrow(double hour, int days = 0) {
        static const std::int64_t midnight = (wall_clock_now().ns / day_ns + 1) * day_ns;
        return Timestamp(midnight + days * day_ns +
                         static_cast<std::int64_t>(hour * 3600) * second_ns);
    }

    void make(int start_hour, int end_hour, ConnectionType type = ConnectionType::initiator) {
        session.reset();
        SessionConfig config = initiator("LOCKSTEP", "VENUE", venue.local_endpoint().port());
        config.connection_type = type;
        config.schedule.start_second = start_hour * 3600;
        config.schedule.end_second = end_hour * 3600;
        session = std::make_unique<FixSession>(
            config, FixSession::Place{io, SessionIndex{0}, handlers, limits, batch,
                                      dictionaries.provider("", "FIX.4.4"), folder / "numbers",
                                      logs.open(config)});
    }
    bool until(const std::function<bool()>& holds) { return run_until(io, holds); }
    void log_on() {
        bool is_taken = false;
        venue.async_accept([&](boost::system::error_code error, Tcp::socket socket) {
            if (!error) peer.take(std::move(socket));
            is_taken = true;
        });
        ASSERT_TRUE(until([&] { return is_taken && peer.has_seen("|35=A|"); }));
        peer.log_on();
        ASSERT_TRUE(until([&] { return session->status().state == SessionState::up; }));
    }
};

TEST_F(SessionHours, ADayFromItsBeginningToTheNext) {
    make(8, 16);
    session->start(tomorrow(7.99));
    EXPECT_EQ(session->status().state, SessionState::closed);

    session->tick(tomorrow(8));
    log_on();
    EXPECT_TRUE(peer.has_seen("|34=1|"));
    FIX::Message order = Bench::new_order("a");
    ASSERT_TRUE(session->send(order));
    session->tick(tomorrow(15.99));
    EXPECT_EQ(session->status().state, SessionState::up);

    session->tick(tomorrow(16));
    ASSERT_TRUE(until([&] { return peer.has_seen("|35=5|"); }));
    EXPECT_TRUE(peer.has_seen("58=the session's hours are over|"));
    EXPECT_EQ(session->status().state, SessionState::logging_out);
    FIX::Message late = Bench::new_order("b");
    EXPECT_FALSE(session->send(late));
    peer.send("5", "");
    ASSERT_TRUE(until([&] { return session->status().state == SessionState::closed; }));
    EXPECT_EQ(states, (std::vector<std::string>{"up: logged on", "down: logging out"}));

    session->tick(tomorrow(23));
    EXPECT_EQ(session->status().state, SessionState::closed);
    EXPECT_EQ(session->status().next_number_out, 4); // kept until the next hours begin

    session->tick(tomorrow(8, 1));
    peer.next_out = 1;
    log_on();
    EXPECT_TRUE(peer.has_seen("|34=1|"));
    EXPECT_EQ(session->status().next_number_in, 2);
}

TEST_F(SessionHours, ARestartWithinTheSameHoursKeepsTheNumbers) {
    make(8, 16);
    session->start(tomorrow(9));
    log_on();
    make(8, 16);
    session->start(tomorrow(10));
    log_on();
    EXPECT_TRUE(peer.has_seen("|34=2|"));
}

TEST_F(SessionHours, ARestartInLaterHoursBeginsNewNumbers) {
    make(8, 16);
    session->start(tomorrow(9));
    log_on();
    make(8, 16);
    session->start(tomorrow(9, 1));
    peer.next_out = 1;
    log_on();
    EXPECT_TRUE(peer.has_seen("|34=1|"));
}

TEST_F(SessionHours, HoursThatMeetLogOutAndBeginNewNumbersBetween) {
    make(17, 16); // nearly all day
    session->start(tomorrow(20));
    log_on();
    session->tick(tomorrow(15.99, 1));
    EXPECT_EQ(session->status().state, SessionState::up);
    session->tick(tomorrow(17, 1)); // nobody looked between 16 and 17
    ASSERT_TRUE(until([&] { return peer.has_seen("|35=5|"); }));
    peer.send("5", "");
    ASSERT_TRUE(until([&] { return !session->is_connected(); }));
    session->tick(tomorrow(17.01, 1));
    peer.next_out = 1;
    log_on();
    EXPECT_TRUE(peer.has_seen("|34=1|"));
}

TEST_F(SessionHours, EqualTimesAreAlwaysOpenAndNumbersGoOnForDays) {
    make(0, 0);
    session->start(tomorrow(23.9));
    log_on();
    for (int day = 1; day < 15; ++day) {
        session->tick(tomorrow(0, day));
        session->tick(tomorrow(12, day));
        EXPECT_EQ(session->status().state, SessionState::up) << day;
    }
    EXPECT_EQ(session->status().next_number_out, 2);
    EXPECT_EQ(states, std::vector<std::string>{"up: logged on"});
}

TEST_F(SessionHours, AnAcceptorRefusesALogonOutsideItsHours) {
    make(8, 16, ConnectionType::acceptor);
    session->start(tomorrow(7));
    const std::string logon =
        wire::message("35=A|34=1|49=VENUE|56=LOCKSTEP|52=20260105-14:30:00|98=0|108=30|");
    Framer framer;
    framer.feed(logon);
    ASSERT_EQ(framer.take(), Framer::Outcome::message);
    auto connection = std::make_shared<Connection>(Tcp::socket(io), limits);
    EXPECT_EQ(session->accept(connection, framer.frame()),
              "FIX.4.4:LOCKSTEP->VENUE is outside its hours");
    session->tick(tomorrow(8));
    EXPECT_EQ(session->accept(connection, framer.frame()), "");
}

} // namespace
} // namespace lockstep
