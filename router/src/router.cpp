#include "router/router.hpp"

#include "machine.hpp"

namespace lockstep {

Router::Router(RouterConfig config) : machine_(std::make_unique<Machine>(std::move(config))) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::step(const Event& event, std::vector<Command>& out) { machine_->step(event, out); }

std::optional<Timestamp> Router::next_deadline() const { return machine_->next_deadline(); }

const RouterConfig& Router::config() const { return machine_->config(); }

FollowerView Router::view(FollowerId id) const { return machine_->view(id); }

LeaderAccountView Router::view(LeaderId id) const { return machine_->view(id); }

std::vector<WorkingOrderView> Router::working_orders(FollowerId id) const {
    return machine_->working_orders(id);
}

} // namespace lockstep
