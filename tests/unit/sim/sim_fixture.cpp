#include "unit/sim/sim_fixture.hpp"

#include <boost/asio/post.hpp>

#include <future>
#include <stdexcept>

namespace lockstep::sim::test {

std::string common_settings() {
    return R"([DEFAULT]
TargetCompID=LOCKSTEP
SocketAcceptPort=0
[INSTRUMENT]
Symbol=ES
TickSize=0.25
TickValue=12.50
StartPrice=5000.00
[INSTRUMENT]
Symbol=NQ
TickSize=0.25
TickValue=5
StartPrice=18000.00
[SESSION]
SenderCompID=BROKER1
[SESSION]
SenderCompID=BROKER2
CancelOnDisconnect=Y
[SESSION]
SenderCompID=LEADER
Kind=dropcopy
[SESSION]
SenderCompID=MARKET
Kind=marketdata
[ACCOUNT]
Account=LEAD1
DropCopySession=LEADER
Balance=150000
[ACCOUNT]
Account=ONE
Session=BROKER1
Balance=50000
[ACCOUNT]
Account=TWO
Session=BROKER1
Balance=25000.50
[ACCOUNT]
Account=THREE
Session=BROKER2
DropCopySession=LEADER
Balance=10000
)";
}

RunningDesk::RunningDesk(const std::string& settings_text, DeskOptions options) {
    std::vector<Problem> problems;
    settings_ = read_settings("test.cfg", settings_text, problems);
    if (!problems.empty()) throw std::runtime_error(describe("test.cfg", problems.front()));
    desk_ = std::make_unique<Desk>(io_, settings_, options);
    if (const auto started = desk_->start(); !started) {
        throw std::runtime_error(started.error().what);
    }
    thread_ = std::thread([this] { io_.run(); });
}

RunningDesk::~RunningDesk() {
    at_desk([](Desk& desk) { desk.stop(); });
    thread_.join();
}

std::uint16_t RunningDesk::port(std::string_view name) {
    std::uint16_t port = 0;
    at_desk([&](Desk& desk) { port = desk.port(session(name)); });
    return port;
}

void RunningDesk::at_desk(const std::function<void(Desk&)>& call) {
    std::promise<void> done;
    boost::asio::post(io_, [&] {
        call(*desk_);
        done.set_value();
    });
    done.get_future().wait();
}

bool RunningDesk::wait_for(const std::function<bool(Desk&)>& condition) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    bool held = false;
    while (!held && std::chrono::steady_clock::now() < until) {
        at_desk([&](Desk& desk) { held = condition(desk); });
        if (!held) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return held;
}

} // namespace lockstep::sim::test
