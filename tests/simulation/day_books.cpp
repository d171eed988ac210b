#include "simulation/day_books.hpp"

#include "simulation/own_sizing.hpp"

#include <algorithm>
#include <cstdlib>

namespace lockstep::simulation {

void DayBooks::hear(const Event& event) {
    if (const auto* leader = std::get_if<LeaderExecution>(&event.body)) {
        hear_leader(leader->execution);
    } else if (const auto* follower = std::get_if<FollowerExecution>(&event.body)) {
        followers_[follower->follower.index].hear(follower->execution);
    } else if (const auto* back = std::get_if<OrderNotSent>(&event.body)) {
        followers_[back->follower.index].not_sent(back->cl_ord_id);
    }
}

// A fill of the leader's is worth to each account what its target moves by.
void DayBooks::hear_leader(const ExecutionEvent& execution) {
    const LeaderBooks::Standing before = leader_.at(execution.instrument);
    leader_.hear(execution);
    const LeaderBooks::Standing& after = leader_.at(execution.instrument);
    for (std::size_t i = 0; i < followers_.size(); ++i) {
        const FollowerConfig& follower = config_.followers[i];
        for (const InstrumentMapping& map : follower.map) {
            if (map.leader != execution.instrument || before.net == after.net) continue;
            const OwnSizing sizing(config_, follower, map);
            const std::int64_t was = sizing.target(before.net, before.peak);
            const std::int64_t is = sizing.target(after.net, after.peak);
            const bool turned = was * is < 0;
            const std::int64_t grows = std::abs(is) - (turned ? 0 : std::abs(was));
            const std::int64_t shrinks = std::abs(was) - (turned ? 0 : std::abs(is));
            followers_[i].leader_filled(execution.order_key.str(), std::max<std::int64_t>(0, grows),
                                        std::max<std::int64_t>(0, shrinks));
        }
        followers_[i].see_roles(leader_);
    }
}

void DayBooks::send(const Command& command) {
    if (const auto* sent = std::get_if<Approved<NewOrder>>(&command)) {
        const NewOrder& order = sent->order();
        FollowerBooks& books = followers_[order.follower.index];
        books.sent(order);
        const auto model = models_.find(order.cl_ord_id.str());
        if (model == models_.end() || !is_model(model->second, order)) return;
        books.stands_for(order.cl_ord_id, leader_, model->second);
        books.see_roles(leader_);
    } else if (const auto* change = std::get_if<Approved<ReplaceOrder>>(&command)) {
        followers_[change->order().follower.index].sent(change->order());
    } else if (const auto* cancel = std::get_if<Approved<CancelOrder>>(&command)) {
        followers_[cancel->order().follower.index].sent(cancel->order());
    }
}

// Whether that order of the leader works and has the terms of what is sent for it.
bool DayBooks::is_model(const std::string& key, const NewOrder& order) const {
    const auto& map = config_.followers[order.follower.index].map;
    const auto link = std::ranges::find(map, order.instrument, &InstrumentMapping::follower);
    const LeaderBooks::Order* const model = leader_.find(key);
    return link != map.end() && model != nullptr && model->is_open &&
           model->instrument == link->leader && model->terms == order.terms;
}

} // namespace lockstep::simulation
