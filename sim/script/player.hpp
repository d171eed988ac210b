// Plays a checked script on a desk: one step after the other, on the desk's own thread.
#pragma once

#include "front/desk.hpp"
#include "script/script.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace lockstep::sim {

class Player {
  public:
    // Once, at `end` or at the first failure, whose text begins with FILE:LINE. A script without
    // `end` never calls it when all goes well.
    using Done = std::function<void(Result<void>)>;

    // `desk` and `script` have to outlive it. What the script prints goes to `out`.
    Player(boost::asio::io_context& io, Desk& desk, const Script& script, std::ostream& out,
           std::string id_prefix, Done done);

    void start();
    void stop();

  private:
    using Clock = std::chrono::steady_clock;
    // How a step leaves the script: go on at once, or go on when the timer says so.
    enum class After : std::uint8_t { next, wait, over };

    void go_on();
    void wake_at(Clock::time_point time, std::function<void()> then);
    void fail(std::string what);

    After play(const AtStep& step);
    After play(const AfterStep& step);
    After play(const PlaceStep& step);
    After play(const AmendStep& step);
    After play(const CancelStep& step);
    After play(const OcoStep& step);
    After play(const MoveStep& step);
    After play(const PhaseStep& step);
    After play(const WaitStep& step);
    After play(const RejectStep& step);
    After play(const PartialStep& step);
    After play(const DelayStep& step);
    After play(const SessionStep& step);
    After play(const DuplicateStep& step);
    After play(const PrintStep& step);
    After play(const EndStep& step);

    void move_on(const MoveStep& step, Price from, Clock::time_point begin);
    void wait_on(const WaitStep& step, Clock::time_point deadline);
    void take_report(const ExecutionReport& report);
    void shrink(ScriptOrder order, Quantity by);

    const OrderView* find(ScriptOrder order) const;
    ClOrdId next_id();

    Desk& desk_;
    const Script& script_;
    std::ostream& out_;
    std::string id_prefix_;
    Done done_;
    boost::asio::steady_timer timer_;
    Clock::time_point started_;
    std::size_t next_ = 0;
    int line_ = 0;
    bool over_ = false;
    std::uint64_t ids_ = 0;
    std::vector<ClOrdId> orders_; // by ScriptOrder: its first ClOrdID, empty until it was placed
    std::vector<OcoStep> ocos_;
};

} // namespace lockstep::sim
