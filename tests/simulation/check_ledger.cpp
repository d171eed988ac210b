// The venues' ledger against the journal.
#include "simulation/checker.hpp"
#include "simulation/own_accounts.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace lockstep::simulation {
namespace {

struct Journaled {
    std::map<std::string, std::vector<std::uint64_t>> leader; // ExecID to its events
    std::map<std::string, std::vector<std::uint64_t>> followers;
};

Journaled journaled(const RecordedDay& day) {
    Journaled found;
    for (const Event& event : day.events) {
        if (const auto* leader = std::get_if<LeaderExecution>(&event.body)) {
            found.leader[exec_id_of(leader->execution.exec_key)].push_back(event.sequence);
        } else if (const auto* follower = std::get_if<FollowerExecution>(&event.body)) {
            found.followers[exec_id_of(follower->execution.exec_key)].push_back(event.sequence);
        }
    }
    return found;
}

void check_decisions(const Evidence& evidence, const Journaled& found) {
    std::map<std::uint64_t, std::vector<std::uint32_t>> decided; // by cause: the followers
    for (const auto& answers : evidence.day.answers) {
        for (const Command& command : answers) {
            if (const auto* decision = std::get_if<Decision>(&command)) {
                decided[decision->cause].push_back(decision->follower.index);
            }
        }
    }
    for (const Issued& issued : evidence.ledger.leader_reports) {
        const auto events = found.leader.find(issued.exec_id);
        if (events == found.leader.end()) continue; // said already
        std::vector<std::uint32_t> followers;
        for (const std::uint64_t sequence : events->second) {
            const auto& of_event = decided[sequence];
            followers.insert(followers.end(), of_event.begin(), of_event.end());
        }
        const auto& all = evidence.plan.settings.router.followers;
        for (std::uint32_t i = 0; i < all.size(); ++i) {
            const auto count = std::ranges::count(followers, i);
            if (count == 1) continue;
            evidence.story.broken(count == 0 ? Broken::lost : Broken::doubled, issued.at_ns,
                                  "the leader's " + issued.exec_id + " (" + issued.what + ") has " +
                                      std::to_string(count) + " decisions for " + all[i].account);
        }
    }
}

std::string text_of(const Request& request) {
    std::ostringstream text;
    text << request.type << " " << request.account << " " << request.cl_ord_id << " "
         << request.original << " " << request.symbol << (request.buys ? " buy " : " sell ")
         << request.quantity;
    if (request.type != 'F') {
        text << " 40=" << request.order_type << " 59=" << request.time_in_force
             << " 44=" << request.price << " 99=" << request.stop_price;
    }
    return text.str();
}

char code(OrderType type) { return static_cast<char>('1' + static_cast<int>(type)); }

char code(TimeInForce time_in_force) {
    switch (time_in_force) {
    case TimeInForce::good_till_cancel: return '1';
    case TimeInForce::ioc: return '3';
    case TimeInForce::fok: return '4';
    default: return '0';
    }
}

void put_terms(Request& request, const OrderTerms& terms, const Instrument& instrument) {
    request.buys = terms.side == Side::buy;
    request.order_type = code(terms.type);
    request.time_in_force = code(terms.time_in_force);
    if (terms.price) request.price = format_price(instrument, *terms.price);
    if (terms.stop_price) request.stop_price = format_price(instrument, *terms.stop_price);
}

// The request that a broker should see for a command, if it is one.
bool request_of(const Command& command, const RouterConfig& config, Request& request) {
    const auto name_it = [&](const auto& order) {
        request.account = config.followers[order.follower.index].account;
        request.cl_ord_id = order.cl_ord_id.str();
        request.symbol = config.instruments[order.instrument.index].symbol;
    };
    if (const auto* sent = std::get_if<Approved<NewOrder>>(&command)) {
        const NewOrder& order = sent->order();
        name_it(order);
        request.type = 'D';
        request.quantity = order.quantity.lots;
        put_terms(request, order.terms, config.instruments[order.instrument.index]);
        return true;
    }
    if (const auto* change = std::get_if<Approved<ReplaceOrder>>(&command)) {
        const ReplaceOrder& order = change->order();
        name_it(order);
        request.type = 'G';
        request.original = order.orig_cl_ord_id.str();
        request.quantity = order.total.lots;
        put_terms(request, order.terms, config.instruments[order.instrument.index]);
        return true;
    }
    if (const auto* cancel = std::get_if<Approved<CancelOrder>>(&command)) {
        const CancelOrder& order = cancel->order();
        name_it(order);
        request.type = 'F';
        request.original = order.orig_cl_ord_id.str();
        request.quantity = order.total.lots;
        request.buys = order.side == Side::buy;
        return true;
    }
    return false;
}

} // namespace

void check_nothing_lost(const Evidence& evidence) {
    const Journaled found = journaled(evidence.day);
    for (const Issued& issued : evidence.ledger.leader_reports) {
        if (found.leader.contains(issued.exec_id)) continue;
        evidence.story.broken(Broken::lost, issued.at_ns,
                              "the leader's " + issued.exec_id + " (" + issued.what +
                                  ") is not in the journal");
    }
    for (const Issued& issued : evidence.ledger.follower_reports) {
        if (found.followers.contains(issued.exec_id)) continue;
        evidence.story.broken(Broken::lost, issued.at_ns,
                              issued.exec_id + " (" + issued.what + ") is not in the journal");
    }
    check_decisions(evidence, found);
}

namespace {

// What the gateway gives up as never sent it may decide again: no broker may have seen it.
void check_not_sent(const Evidence& evidence, const std::set<std::string>& arrived) {
    for (const Event& event : evidence.day.events) {
        const auto* const given_up = std::get_if<OrderNotSent>(&event.body);
        if (given_up == nullptr || !arrived.contains(given_up->cl_ord_id.str())) continue;
        evidence.story.broken(Broken::doubled, event.time.ns,
                              given_up->cl_ord_id.str() +
                                  " is believed never to have left, and a broker has it: what it "
                                  "was for can be sent twice");
    }
}

} // namespace

void check_requests(const Evidence& evidence) {
    std::map<std::string, std::string> decided; // by ClOrdID: what should arrive
    std::vector<std::set<std::string>> by_event;
    for (std::size_t i = 0; i < evidence.day.answers.size(); ++i) {
        by_event.emplace_back();
        for (const Command& command : evidence.day.answers[i]) {
            Request request;
            if (!request_of(command, evidence.plan.settings.router, request)) continue;
            const std::string text = text_of(request);
            by_event.back().insert(request.cl_ord_id);
            const auto [known, is_new] = decided.emplace(request.cl_ord_id, text);
            if (!is_new && known->second != text) {
                evidence.story.broken(Broken::doubled, evidence.day.events[i].time.ns,
                                      "ClOrdID " + request.cl_ord_id +
                                          " names two requests: " + known->second + "; " + text);
            }
        }
    }
    std::set<std::string> arrived;
    for (const Request& request : evidence.ledger.requests) {
        if (!arrived.insert(request.cl_ord_id).second) {
            evidence.story.broken(Broken::doubled, request.at_ns,
                                  "a broker is sent ClOrdID " + request.cl_ord_id + " again");
        }
        const auto known = decided.find(request.cl_ord_id);
        if (known == decided.end()) {
            evidence.story.broken(Broken::unexplained, request.at_ns,
                                  "no journaled event explains " + text_of(request));
        } else if (known->second != text_of(request)) {
            evidence.story.broken(Broken::unexplained, request.at_ns,
                                  "decided was " + known->second + ", sent was " +
                                      text_of(request));
        }
    }
    check_not_sent(evidence, arrived);
    for (std::size_t i = 0; i + 1 < by_event.size(); ++i) {
        if (by_event[i].size() < 2) continue;
        if (!std::holds_alternative<Started>(evidence.day.events[i + 1].body)) continue;
        const auto left = std::ranges::count_if(
            by_event[i], [&](const std::string& id) { return arrived.contains(id); });
        if (left > 0 && static_cast<std::size_t>(left) < by_event[i].size()) {
            ++evidence.totals.fan_outs_cut;
        }
    }
}

} // namespace lockstep::simulation
