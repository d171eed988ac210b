#include "journal/describe.hpp"

#include "codec/utc_text.hpp"

namespace lockstep {

std::string quoted(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += {'\\', c};
        } else if (byte >= 0x20 && byte < 0x7F) {
            out += c;
        } else {
            out += {'\\', 'x', digits[byte >> 4], digits[byte & 0xF]};
        }
    }
    return out + '"';
}

std::string terms_text(const Instrument& instrument, const OrderTerms& terms) {
    std::string out = "(" + std::string(name(terms.type));
    if (terms.price) out += " " + format_price(instrument, *terms.price);
    if (terms.stop_price) out += " stop " + format_price(instrument, *terms.stop_price);
    return out + ", " + std::string(name(terms.time_in_force)) + ")";
}

namespace {

// Ids of peers: as they are when nothing in them can be misread.
std::string id_text(std::string_view id) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789-_.:;+/|#@>";
    const bool is_plain = !id.empty() && id.find_first_not_of(plain) == id.npos;
    return is_plain ? std::string(id) : quoted(id);
}

class Description {
  public:
    explicit Description(const Names& names) : names_(names) {}

    std::string operator()(const Started& body) const {
        return "started version " + id_text(body.version) + ", settings " +
               id_text(body.settings_digest) + ", epoch " + std::to_string(body.epoch) +
               (body.state_version == 0 ? "" : ", state " + std::to_string(body.state_version));
    }
    std::string operator()(const LeaderExecution& body) const {
        return leader(body.leader) + ": " + execution(body.execution);
    }
    std::string operator()(const FollowerExecution& body) const {
        return follower(body.follower) + ": " + execution(body.execution);
    }
    std::string operator()(const SessionChanged& body) const {
        return "session " + id_text(names_.session(body.session)) + (body.up ? " up" : " down");
    }
    std::string operator()(const MarkChanged& body) const {
        return "mark " + symbol(body.instrument) + " " + price(body.instrument, body.price) +
               " from " + id_text(names_.session(body.session));
    }
    std::string operator()(const LeaderBalance& body) const {
        return leader(body.leader) + ": balance " + body.balance.str();
    }
    std::string operator()(const FollowerBalance& body) const {
        return follower(body.follower) + ": balance " + body.balance.str();
    }
    std::string operator()(const LeaderPosition& body) const {
        return leader(body.leader) + ": position " + std::to_string(body.position.net) + " " +
               symbol(body.instrument) + " by " +
               (body.stated_by_operator ? "an operator" : "a position report");
    }
    std::string operator()(const TimerFired&) const { return "timer"; }
    std::string operator()(const DayRolled& body) const {
        return follower(body.follower) + ": the trading day ended, the next began";
    }
    std::string operator()(const LeaderSessionEnded& body) const {
        return leader(body.leader) + ": the venue's session ended";
    }
    std::string operator()(const OrderNotSent& body) const {
        return follower(body.follower) + ": order " + id_text(body.cl_ord_id) + " was not sent";
    }
    std::string operator()(const OperatorCommand& body) const {
        std::string out = "operator " + quoted(body.who) + ": " + std::string(name(body.action));
        if (body.follower) out += " " + follower(*body.follower);
        if (body.group) out += " the followers of " + id_text(names_.leader(*body.group));
        if (!body.follower && !body.group) out += " all";
        return out + ", reason " + quoted(body.reason);
    }
    std::string operator()(const Stopped&) const { return "stopped"; }
    std::string operator()(const EntriesHeld& body) const {
        return body.held ? "entries are held: no room for the journal" : "entries are held no more";
    }
    std::string operator()(const MassStatusEnded& body) const {
        return follower(body.follower) + ": question " + id_text(body.request_id) +
               " after all orders " + (body.refused ? "was refused" : "is answered");
    }
    std::string operator()(const FollowerPosition& body) const {
        return follower(body.follower) + ": position " + std::to_string(body.position.net) + " " +
               symbol(body.instrument) + " by its broker's report";
    }
    std::string operator()(const PositionsAnswered& body) const {
        return follower(body.follower) + ": question " + id_text(body.request_id) +
               " after positions " +
               (body.refused ? std::string("was refused")
                             : "is answered, reports that follow: " + std::to_string(body.reports));
    }
    std::string operator()(const WindowChanged& body) const {
        return follower(body.follower) + ": window " + std::string(name(body.window));
    }
    std::string operator()(const LimitChanged& body) const {
        return "operator " + quoted(body.who) + ": " + follower(body.follower) + " " +
               std::string(name(body.limit)) + " " + limit_text(body.limit, body.value) +
               ", reason " + quoted(body.reason);
    }

  private:
    std::string leader(LeaderId id) const { return "leader " + id_text(names_.leader(id)); }
    std::string follower(FollowerId id) const { return "follower " + id_text(names_.follower(id)); }
    std::string symbol(InstrumentId id) const { return id_text(names_.instrument(id).symbol); }
    std::string price(InstrumentId id, Price price) const {
        return format_price(names_.instrument(id), price);
    }

    // What happened to how many contracts of what.
    std::string deed(const ExecutionEvent& it) const {
        const bool trades = !it.last_qty.is_zero();
        std::string out = std::string(name(it.kind)) + " " + std::string(name(it.terms.side)) + " ";
        out += std::to_string(trades ? it.last_qty.lots : it.order_qty.lots);
        out += " " + symbol(it.instrument);
        if (trades) out += " at " + price(it.instrument, it.last_price);
        return out + " " + terms_text(names_.instrument(it.instrument), it.terms);
    }

    std::string execution(const ExecutionEvent& it) const {
        std::string out = deed(it);
        out += ", " + std::to_string(it.cum_qty.lots) + " of " + std::to_string(it.order_qty.lots) +
               ", " + std::to_string(it.leaves_qty.lots) + " left";
        const auto add = [&](std::string_view what, std::string_view id) {
            if (!id.empty()) out += ", " + std::string(what) + " " + id_text(id);
        };
        add("order", it.order_key);
        add("id", it.cl_ord_id);
        add("was", it.orig_cl_ord_id);
        add("exec", it.exec_key);
        add("refers to", it.exec_ref_key);
        if (it.ord_status != '\0') add("status", std::string_view(&it.ord_status, 1));
        out += ", seq " + std::to_string(it.msg_seq_num);
        if (it.poss_dup) out += ", possible duplicate";
        if (it.poss_resend) out += ", possible resend";
        out += ", transacted " + utc_text(it.transact_time);
        if (!it.text.empty()) out += ", text " + quoted(it.text);
        return out;
    }

    const Names& names_;
};

} // namespace

std::string describe(const Event& event, const Names& names) {
    return utc_text(event.time) + " " + std::to_string(event.sequence) + " " +
           std::visit(Description(names), event.body);
}

} // namespace lockstep
