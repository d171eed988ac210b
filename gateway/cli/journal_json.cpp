#include "cli/journal_json.hpp"

#include "codec/utc_text.hpp"
#include "fix/fix44_fields.hpp"
#include "journal/describe.hpp"

#include <boost/json.hpp>

namespace lockstep {

namespace {

namespace json = boost::json;

constexpr std::size_t text_bytes_max = 4096;

std::string shown(std::string_view text) { return fix44::printable(text, text_bytes_max); }

// Puts into the object what an event says, member by member.
class Members {
  public:
    Members(json::object& object, const Names& names) : object_(object), names_(names) {}

    void operator()(const Started& it) {
        put("event", "started");
        put("version", it.version);
        put("settings", it.settings_digest);
        object_["epoch"] = it.epoch;
        object_["state_version"] = it.state_version;
    }
    void operator()(const LeaderExecution& it) {
        put("event", "leader");
        put("account", names_.leader(it.leader));
        execution(it.execution);
    }
    void operator()(const FollowerExecution& it) {
        put("event", "follower");
        put("account", names_.follower(it.follower));
        execution(it.execution);
    }
    void operator()(const SessionChanged& it) {
        put("event", "session");
        put("session", names_.session(it.session));
        object_["up"] = it.up;
    }
    void operator()(const MarkChanged& it) {
        put("event", "mark");
        put("instrument", names_.instrument(it.instrument).symbol);
        put("price", format_price(names_.instrument(it.instrument), it.price));
        put("session", names_.session(it.session));
    }
    void operator()(const LeaderBalance& it) { balance(names_.leader(it.leader), it.balance); }
    void operator()(const FollowerBalance& it) {
        balance(names_.follower(it.follower), it.balance);
    }
    void operator()(const LeaderPosition& it) {
        put("event", "leader-position");
        put("account", names_.leader(it.leader));
        put("instrument", names_.instrument(it.instrument).symbol);
        object_["position"] = it.position.net;
        object_["by_operator"] = it.stated_by_operator;
    }
    void operator()(const TimerFired&) { put("event", "timer"); }
    void operator()(const DayRolled& it) {
        put("event", "day-rolled");
        put("account", names_.follower(it.follower));
    }
    void operator()(const LeaderSessionEnded& it) {
        put("event", "leader-session-ended");
        put("account", names_.leader(it.leader));
    }
    void operator()(const OrderNotSent& it) {
        put("event", "order-not-sent");
        put("account", names_.follower(it.follower));
        put("cl_ord_id", it.cl_ord_id);
    }
    void operator()(const OperatorCommand& it) {
        put("event", "operator");
        put("action", name(it.action));
        if (it.follower) put("account", names_.follower(*it.follower));
        if (it.group) put("group", names_.leader(*it.group));
        put("who", it.who);
        put("reason", it.reason);
    }
    void operator()(const Stopped&) { put("event", "stopped"); }
    void operator()(const EntriesHeld& it) {
        put("event", "entries-held");
        object_["held"] = it.held;
    }
    void operator()(const MassStatusEnded& it) {
        put("event", "mass-status-ended");
        put("account", names_.follower(it.follower));
        put("request_id", it.request_id);
        object_["refused"] = it.refused;
    }
    void operator()(const FollowerPosition& it) {
        put("event", "follower-position");
        put("account", names_.follower(it.follower));
        put("instrument", names_.instrument(it.instrument).symbol);
        object_["position"] = it.position.net;
    }
    void operator()(const PositionsAnswered& it) {
        put("event", "positions-answered");
        put("account", names_.follower(it.follower));
        put("request_id", it.request_id);
        object_["reports"] = it.reports;
        object_["refused"] = it.refused;
    }
    void operator()(const WindowChanged& it) {
        put("event", "window");
        put("account", names_.follower(it.follower));
        put("window", name(it.window));
    }
    void operator()(const LimitChanged& it) {
        put("event", "limit");
        put("account", names_.follower(it.follower));
        put("limit", name(it.limit));
        put("value", limit_text(it.limit, it.value));
        put("who", it.who);
        put("reason", it.reason);
    }

  private:
    void put(std::string_view member, std::string_view text) { object_[member] = shown(text); }
    void put_some(std::string_view member, std::string_view text) {
        if (!text.empty()) put(member, text);
    }
    void balance(std::string_view account, Money money) {
        put("event", "balance");
        put("account", account);
        put("balance", money.str());
    }
    void execution(const ExecutionEvent& it) {
        const Instrument& instrument = names_.instrument(it.instrument);
        put("kind", name(it.kind));
        put("instrument", instrument.symbol);
        put("side", name(it.terms.side));
        put("type", name(it.terms.type));
        put("time_in_force", name(it.terms.time_in_force));
        if (it.terms.price) put("price", format_price(instrument, *it.terms.price));
        if (it.terms.stop_price) put("stop_price", format_price(instrument, *it.terms.stop_price));
        if (!it.last_qty.is_zero()) {
            object_["last_quantity"] = it.last_qty.lots;
            put("last_price", format_price(instrument, it.last_price));
        }
        object_["order_quantity"] = it.order_qty.lots;
        object_["filled"] = it.cum_qty.lots;
        object_["left"] = it.leaves_qty.lots;
        put_some("order", it.order_key);
        put_some("cl_ord_id", it.cl_ord_id);
        put_some("orig_cl_ord_id", it.orig_cl_ord_id);
        put_some("execution", it.exec_key);
        put_some("refers_to", it.exec_ref_key);
        object_["msg_seq_num"] = it.msg_seq_num;
        if (it.poss_dup) object_["possible_duplicate"] = true;
        if (it.poss_resend) object_["possible_resend"] = true;
        put("transacted", utc_text(it.transact_time));
        put_some("peer_text", it.text);
    }

    json::object& object_;
    const Names& names_;
};

} // namespace

std::string event_json(const Event& event, const Names& names,
                       const std::vector<std::string>* followed) {
    json::object object;
    object["sequence"] = event.sequence;
    object["time"] = utc_text(event.time);
    std::visit(Members(object, names), event.body);
    object["text"] = shown(describe(event, names));
    if (followed != nullptr) {
        json::array lines;
        for (const std::string& line : *followed) lines.emplace_back(shown(line));
        object["followed"] = std::move(lines);
    }
    return json::serialize(object);
}

} // namespace lockstep
