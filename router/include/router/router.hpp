// The face of the room: the pure machine. One event in, commands out.
#pragma once

#include "proto/archive.hpp"
#include "proto/commands.hpp"
#include "proto/events.hpp"
#include "proto/result.hpp"
#include "risk/approved.hpp"
#include "router/config.hpp"
#include "router/view.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lockstep {

using Command = std::variant<Approved<NewOrder>, Approved<ReplaceOrder>, Approved<CancelOrder>,
                             StatusRequest, MassStatusRequest, PositionRequest, Notice, Decision>;

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
    // The same for who does not want to wait for the last account: `decided` is called whenever
    // the commands of one more account are complete, and may take them out of `out`. It must not
    // step.
    void step(const Event& event, std::vector<Command>& out, const std::function<void()>& decided);

    // When the machine wants to be woken with TimerFired, if it waits for anything.
    std::optional<Timestamp> next_deadline() const;

    const RouterConfig& config() const;
    FollowerView view(FollowerId id) const;
    LeaderAccountView view(LeaderId id) const;
    std::vector<WorkingOrderView> working_orders(FollowerId id) const;

    // Which list of fields a saved state has. It changes with the list, and with every change of
    // the machine after which the same events give another state.
    static constexpr std::uint32_t state_version = 10;

    // Hands out the whole state: loaded into a router of the same settings, the same events give
    // the same commands from there on. The settings are not part of it.
    void save(const TakeBytes& take) const;
    std::string saved() const; // in one piece
    // Takes a saved state for its own. Refuses one that is damaged, of another version, or of
    // settings with other tables, and stays as it was.
    Result<void> load(std::string_view bytes);
    // A hash of the state that `save` gives. Equal for equal histories, and different, but for
    // chance, when anything in the state is.
    std::uint64_t state_hash() const;

  private:
    std::unique_ptr<Machine> machine_;
};

} // namespace lockstep
