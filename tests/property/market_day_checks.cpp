// What a market day must keep, after every event and at rest.
#include "property/market_day_parts.hpp"

namespace lockstep::property {

void MarketDay::broken(const std::string& what) {
    broken_.push_back("after event " + std::to_string(sequence_) + ": " + what);
}

// What must hold after every single event: I3 (cap), and for what has just been sent also I5 and
// "never sell twice".
void MarketDay::check_promises(const std::vector<Command>& sent) {
    for (Broker& broker : brokers_) {
        const LinkView link = router_.view(broker.id).links.at(0);
        const std::int64_t cap = plan_.followers[broker.id.index].limits.max_contracts.numerator();
        std::int64_t entries[2] = {0, 0}; // buys, sells
        for (const WorkingOrderView& order : router_.working_orders(broker.id)) {
            if (order.entry) entries[order.terms.side == Side::sell] += order.leaves.lots;
        }
        if (entries[0] > 0 && link.held.net + entries[0] > cap) {
            broken(broker.account + " could pass its cap long");
        }
        if (entries[1] > 0 && entries[1] - link.held.net > cap) {
            broken(broker.account + " could pass its cap short");
        }
    }
    for (const Command& command : sent) {
        if (const auto* order = std::get_if<Approved<NewOrder>>(&command)) {
            const NewOrder& request = order->order();
            check_new_order(request);
            check_limits(request.follower, request.terms.side, request.quantity.lots,
                         request.cl_ord_id.str());
        } else if (const auto* change = std::get_if<Approved<ReplaceOrder>>(&command)) {
            const ReplaceOrder& request = change->order();
            check_limits(request.follower, request.terms.side, 0, request.cl_ord_id.str());
        }
    }
}

void MarketDay::check_new_order(const NewOrder& request) {
    const Broker& broker = brokers_[request.follower.index];
    const FollowerView view = router_.view(broker.id);
    const LinkView link = view.links.at(0);
    const std::int64_t held = std::abs(link.held.net);
    const Side closing = link.held.is_long() ? Side::sell : Side::buy;
    std::int64_t targets = 0;
    std::int64_t stops = 0;
    std::int64_t market = 0;
    bool is_entry = true;
    for (const WorkingOrderView& order : router_.working_orders(broker.id)) {
        if (order.cl_ord_id == request.cl_ord_id) is_entry = order.entry;
        if (order.entry || order.terms.side != closing) continue;
        auto& sum = order.terms.type == OrderType::market ? market
                    : order.terms.stop_price              ? stops
                                                          : targets;
        sum += order.leaves.lots;
    }
    if (is_entry) {
        if (view.mode != Mode::active) broken(broker.account + " enters while it is not active");
        return;
    }
    if (request.terms.side != closing || held == 0) {
        broken(broker.account + " sends an exit that does not reduce it");
    }
    // a target and a stop may both stand for what is held; what goes at market may not add to
    // either
    const std::int64_t beside = request.terms.type == OrderType::market ? std::max(targets, stops)
                                : request.terms.stop_price              ? stops
                                                                        : targets;
    if (market + beside > held) {
        broken(broker.account + " could sell twice: holds " + std::to_string(held) + ", works " +
               std::to_string(market) + " at market, " + std::to_string(targets) + " in targets, " +
               std::to_string(stops) + " in stops");
    }
}

// The story of a day, for people: what came in, in words, with what was sent in between.

// Where one jump of the market filled the leader's buys and sells, the venues may have filled
// them in another order; what an account missed by that is given up, until the leader is flat.
void MarketDay::check_exact() {
    if (leader_net_ == 0) filled_both_ways_ = false;
    if (filled_both_ways_) return;
    for (const Broker& broker : brokers_) {
        const LinkView link = router_.view(broker.id).links.at(0);
        if (link.drift.net == 0) continue;
        broken(broker.account + " holds " + std::to_string(link.held.net) + ", its target is " +
               std::to_string(link.target.net));
    }
}

void MarketDay::check_rest() {
    for (Broker& broker : brokers_) {
        const LinkView link = router_.view(broker.id).links.at(0);
        if (link.held.net != broker.net) {
            broken(broker.account + " believes " + std::to_string(link.held.net) +
                   ", its broker says " + std::to_string(broker.net));
        }
        check_stopped(broker);
        // while the leader works orders, a follower may be ahead of it
        if (std::ranges::any_of(leader_orders_, &LeaderOrder::live)) continue;
        const std::int64_t leader = leader_net_;
        if (link.held.net * leader < 0) broken(broker.account + " stands against the leader");
        if (leader == 0 && link.held.net != 0) broken(broker.account + " is not flat");
        if (link.drift.net != 0 && given_up_[broker.id.index] == 0) {
            broken(broker.account + " drifts by " + std::to_string(link.drift.net) +
                   " and nothing says why");
        }
    }
}

} // namespace lockstep::property
