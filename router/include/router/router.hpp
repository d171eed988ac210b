// The face of the room: the pure machine. One event in, commands out.
#pragma once

#include "proto/commands.hpp"
#include "proto/events.hpp"
#include "risk/approved.hpp"
#include "router/config.hpp"
#include "router/view.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace lockstep {

using Command = std::variant<Approved<NewOrder>, Approved<ReplaceOrder>, Approved<CancelOrder>,
                             StatusRequest, Notice, Decision>;

class Machine;

class Router {
  public:
    // `config` must be one that the settings reader accepts (indices in range, caps present).
    explicit Router(RouterConfig config);
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    // Takes one event and appends what follows from it to `out`. Deterministic: the same events
    // give the same commands, bit for bit. Events come in journal order, their times never fall.
    void step(const Event& event, std::vector<Command>& out);

    // When the machine wants to be woken with TimerFired, if it waits for anything.
    std::optional<Timestamp> next_deadline() const;

    const RouterConfig& config() const;
    FollowerView view(FollowerId id) const;
    LeaderAccountView view(LeaderId id) const;
    std::vector<WorkingOrderView> working_orders(FollowerId id) const;

  private:
    std::unique_ptr<Machine> machine_;
};

} // namespace lockstep
