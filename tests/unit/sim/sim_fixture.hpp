// A simulator in the test's own process: its desk on a thread, its ports free ones.
#pragma once

#include "front/desk.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

namespace lockstep::sim::test {

// Settings of two instruments, one broker session with two accounts, one with one account, a drop
// copy and a market-data session, all on one port.
std::string common_settings();

class RunningDesk {
  public:
    explicit RunningDesk(const std::string& settings_text, DeskOptions options = {});
    ~RunningDesk();

    std::uint16_t port(std::string_view session);
    // Runs `call` on the desk's thread and waits for it.
    void at_desk(const std::function<void(Desk&)>& call);
    // Waits until `condition` holds on the desk's thread; false after 5 s.
    bool wait_for(const std::function<bool(Desk&)>& condition);
    SessionIndex session(std::string_view name) const { return *settings_.find_session(name); }
    AccountIndex account(std::string_view name) const { return *settings_.find_account(name); }

  private:
    SimSettings settings_;
    boost::asio::io_context io_{1};
    std::unique_ptr<Desk> desk_;
    std::thread thread_;
};

} // namespace lockstep::sim::test
