#include "unit/fix/fix44_desk.hpp"

#include "fix/session_dictionaries.hpp"

#include <variant>

namespace lockstep::fix44::test {

namespace {

const RouterConfig& shown_config() {
    static const RouterConfig config = make_config();
    return config;
}

const Instrument& instrument_of(InstrumentId id) { return shown_config().instruments.at(id.index); }

void add(std::string& line, std::string_view what) {
    if (what.empty()) return;
    if (!line.empty()) line += ' ';
    line += what;
}

void add_if(std::string& line, std::string_view label, std::string_view value) {
    if (!value.empty()) add(line, std::string(label) + std::string(value));
}

std::string price_text(const ExecutionEvent& event, Price price) {
    return format_price(instrument_of(event.instrument), price);
}

std::string terms_text(const ExecutionEvent& event) {
    const OrderTerms& terms = event.terms;
    std::string text(name(terms.side));
    add(text, std::to_string(event.order_qty.lots));
    add(text, instrument_of(event.instrument).symbol);
    add(text, name(terms.type));
    if (terms.price) add(text, price_text(event, *terms.price));
    if (terms.stop_price) add(text, "stop " + price_text(event, *terms.stop_price));
    if (terms.time_in_force != TimeInForce::day) add(text, name(terms.time_in_force));
    return text;
}

std::string execution_text(const ExecutionEvent& event) {
    std::string line(name(event.kind));
    add_if(line, "37=", event.order_key.view());
    add_if(line, "11=", event.cl_ord_id.view());
    add_if(line, "41=", event.orig_cl_ord_id.view());
    add(line, terms_text(event));
    if (!event.last_qty.is_zero()) {
        add(line, "traded " + std::to_string(event.last_qty.lots) + "@" +
                      price_text(event, event.last_price));
    }
    if (!event.cum_qty.is_zero()) add(line, "cum " + std::to_string(event.cum_qty.lots));
    if (!event.leaves_qty.is_zero()) add(line, "leaves " + std::to_string(event.leaves_qty.lots));
    add_if(line, "exec ", event.exec_key.view());
    add_if(line, "of ", event.exec_ref_key.view());
    if (event.poss_dup) add(line, "possdup");
    if (event.poss_resend) add(line, "possresend");
    if (!event.text.empty()) add(line, "\"" + event.text + "\"");
    return line;
}

struct Shown {
    std::string operator()(const LeaderExecution& e) const {
        return shown_config().leaders.at(e.leader.index).account + " " +
               execution_text(e.execution);
    }
    std::string operator()(const FollowerExecution& e) const {
        return shown_config().followers.at(e.follower.index).account + " " +
               execution_text(e.execution);
    }
    std::string operator()(const MarkChanged& e) const {
        return "mark " + instrument_of(e.instrument).symbol + " " +
               format_price(instrument_of(e.instrument), e.price);
    }
    std::string operator()(const LeaderBalance& e) const {
        return shown_config().leaders.at(e.leader.index).account + " balance " + e.balance.str();
    }
    std::string operator()(const FollowerBalance& e) const {
        return shown_config().followers.at(e.follower.index).account + " balance " +
               e.balance.str();
    }
    std::string operator()(const LeaderPosition& e) const {
        return shown_config().leaders.at(e.leader.index).account + " position " +
               instrument_of(e.instrument).symbol + " " + std::to_string(e.position.net);
    }
    std::string operator()(const MassStatusEnded& e) const {
        return shown_config().followers.at(e.follower.index).account + " all orders " +
               e.request_id.str() + (e.refused ? " refused" : " told");
    }
    std::string operator()(const FollowerPosition& e) const {
        return shown_config().followers.at(e.follower.index).account + " position " +
               instrument_of(e.instrument).symbol + " " + std::to_string(e.position.net);
    }
    std::string operator()(const PositionsAnswered& e) const {
        return shown_config().followers.at(e.follower.index).account + " positions " +
               e.request_id.str() +
               (e.refused ? " refused" : " reports " + std::to_string(e.reports));
    }
    template <class Other> std::string operator()(const Other&) const { return "another event"; }
};

std::string_view severity_text(Severity severity) {
    switch (severity) {
    case Severity::info: return "info";
    case Severity::warning: return "warning";
    case Severity::alarm: return "alarm";
    }
    return "?";
}

// "8|37=O1|" with the header that every message has.
std::string whole(std::string_view text, std::string_view header) {
    const std::size_t bar = text.find('|');
    std::string body = "35=" + std::string(text.substr(0, bar)) + "|34=7|49=PEER|";
    body += header;
    body += "52=20240102-15:00:01.500|56=LOCKSTEP|";
    if (bar != std::string_view::npos) body += text.substr(bar + 1);
    return wire::message(body);
}

} // namespace

const FIX::DataDictionary& lenient_dictionary() {
    static SessionDictionaries dictionaries;
    return dictionaries.provider("", "FIX.4.4")
        .getSessionDataDictionary(FIX::BeginString("FIX.4.4"));
}

const FIX::DataDictionary& strict_dictionary() {
    static const FIX::DataDictionary dictionary(dictionary_path());
    return dictionary;
}

std::string show(const EventBody& event) { return std::visit(Shown{}, event); }

std::string show(const Decoded& result) {
    if (!result) {
        return (result.error().malformed ? "refused " : "not ours ") +
               std::to_string(result.error().tag) + ": " + result.error().what;
    }
    std::string text;
    for (const EventBody& event : result->events) {
        if (!text.empty()) text += " ; ";
        text += show(event);
    }
    if (result->note) {
        if (!text.empty()) text += " ; ";
        text += std::string(severity_text(result->note->severity)) + ": " + result->note->text;
    }
    return text;
}

Decoded Desk::decode(std::string_view text, SessionIndex session, std::string_view header) const {
    const FIX::DataDictionary& lenient = lenient_dictionary();
    const FIX::Message message(whole(text, header), lenient, true);
    lenient.validate(message);
    return fix44::decode(message, make_context(config_, session, &sent_, fill_style_));
}

std::string Desk::read(std::string_view text, SessionIndex session, std::string_view header) const {
    try {
        return show(decode(text, session, header));
    } catch (const FIX::Exception& refusal) {
        return std::string("QuickFIX: ") + refusal.what();
    }
}

ExecutionEvent Desk::execution(std::string_view text, SessionIndex session,
                               std::string_view header) const {
    const Decoded result = decode(text, session, header);
    if (!result || result->events.size() != 1) {
        ADD_FAILURE() << text << " came to " << show(result);
        return {};
    }
    if (const auto* leader = std::get_if<LeaderExecution>(&result->events.front())) {
        return leader->execution;
    }
    if (const auto* follower = std::get_if<FollowerExecution>(&result->events.front())) {
        return follower->execution;
    }
    ADD_FAILURE() << text << " is no execution";
    return {};
}

} // namespace lockstep::fix44::test
