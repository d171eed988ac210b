// Everything that a command says, field for field, as text: to compare two runs bit for bit.
#pragma once

#include "router/router.hpp"

#include <string>
#include <vector>

namespace lockstep::test {

inline std::string in_words(const OrderTerms& terms) {
    std::string text = std::string(name(terms.side)) + " " + std::string(name(terms.type)) + " " +
                       std::string(name(terms.time_in_force));
    if (terms.price) text += " " + std::to_string(terms.price->ticks);
    if (terms.stop_price) text += " stop " + std::to_string(terms.stop_price->ticks);
    return text;
}

struct CommandWords {
    static std::string of(std::uint32_t index) { return " " + std::to_string(index); }

    std::string operator()(const Approved<NewOrder>& command) const {
        const NewOrder& it = command.order();
        return "new" + of(it.follower.index) + " " + it.cl_ord_id.str() + of(it.instrument.index) +
               " " + in_words(it.terms) + " " + std::to_string(it.quantity.lots);
    }
    std::string operator()(const Approved<ReplaceOrder>& command) const {
        const ReplaceOrder& it = command.order();
        return "replace" + of(it.follower.index) + " " + it.orig_cl_ord_id.str() + " by " +
               it.cl_ord_id.str() + " key " + it.order_key.str() + of(it.instrument.index) + " " +
               in_words(it.terms) + " " + std::to_string(it.total.lots);
    }
    std::string operator()(const Approved<CancelOrder>& command) const {
        const CancelOrder& it = command.order();
        return "cancel" + of(it.follower.index) + " " + it.orig_cl_ord_id.str() + " by " +
               it.cl_ord_id.str() + " key " + it.order_key.str() + of(it.instrument.index) + " " +
               std::string(name(it.side)) + " " + std::to_string(it.total.lots);
    }
    std::string operator()(const StatusRequest& it) const {
        return "ask" + of(it.follower.index) + " " + it.cl_ord_id.str() + of(it.instrument.index) +
               " " + std::string(name(it.side));
    }
    std::string operator()(const MassStatusRequest& it) const {
        return "ask all" + of(it.follower.index) + " " + it.request_id.str();
    }
    std::string operator()(const PositionRequest& it) const {
        return "ask positions" + of(it.follower.index) + " " + it.request_id.str();
    }
    std::string operator()(const Notice& it) const {
        std::string text = std::string(name(it.severity)) + " " + std::string(name(it.reason));
        if (it.leader) text += " leader" + of(it.leader->index);
        if (it.follower) text += " follower" + of(it.follower->index);
        if (it.instrument) text += " instrument" + of(it.instrument->index);
        return text + " " + it.text;
    }
    std::string operator()(const Decision& it) const {
        return "decision " + std::to_string(it.cause) + of(it.follower.index) +
               of(it.instrument.index) + " " + std::to_string(it.orders) + " " +
               std::string(name(it.reason));
    }
};

inline std::vector<std::string> in_words(const std::vector<Command>& commands) {
    std::vector<std::string> words;
    for (const Command& command : commands) words.push_back(std::visit(CommandWords{}, command));
    return words;
}

} // namespace lockstep::test
