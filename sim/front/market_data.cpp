#include "front/market_data.hpp"

#include "front/fix_text.hpp"

#include <algorithm>

namespace lockstep::sim {

namespace {

constexpr int tag_symbols = 146;
constexpr int tag_request_id = 262;
constexpr int tag_request_type = 263;
constexpr int tag_entries = 268;
constexpr int tag_entry_type = 269;
constexpr int tag_entry_price = 270;
constexpr int tag_entry_size = 271;
constexpr int tag_action = 279;
constexpr int tag_reject_reason = 281;

constexpr int entry_order[] = {tag_action,      FIX::FIELD::Symbol, tag_entry_type,
                               tag_entry_price, tag_entry_size,     0};
constexpr int snapshot_order[] = {tag_entry_type, tag_entry_price, tag_entry_size, 0};

FIX::Message message_of(std::string_view type, const std::string& request_id) {
    FIX::Message message;
    set_field(message.getHeader(), FIX::FIELD::MsgType, type);
    set_field(message, tag_request_id, request_id);
    return message;
}

// One entry of 35=X; an empty level says that the side is empty (279=2).
FIX::Group entry(char type, const Instrument& contract, const std::optional<Level>& level) {
    FIX::Group group(tag_entries, tag_action, entry_order);
    set_field(group, tag_action, !level ? '2' : type == '2' ? '0' : '1');
    set_field(group, tag_entry_type, type);
    set_field(group, FIX::FIELD::Symbol, contract.symbol);
    if (level) {
        set_field(group, tag_entry_price, format_price(contract, level->price));
        set_field(group, tag_entry_size, level->quantity.lots);
    }
    return group;
}

} // namespace

void MarketDataDesk::refuse(SessionIndex session, const std::string& request_id, char reason,
                            const std::string& text) {
    auto message = message_of("Y", request_id);
    set_field(message, tag_reject_reason, reason);
    set_field(message, FIX::FIELD::Text, text);
    send_(session, message);
}

void MarketDataDesk::request(SessionIndex session, const FIX::Message& message) {
    const auto id = need_field(message, tag_request_id);
    const auto type = need_field(message, tag_request_type);
    const auto same = [&](const Subscription& one) {
        return one.session == session && one.request_id == id;
    };
    if (type == "2") {
        std::erase_if(subscriptions_, same);
        return;
    }
    if (type != "0" && type != "1") return refuse(session, id, '4', "263 is not 0, 1 or 2");
    if (std::ranges::any_of(subscriptions_, same)) {
        return refuse(session, id, '1', "MDReqID " + id + " is in use");
    }
    const auto held = std::ranges::count(subscriptions_, session, &Subscription::session);
    if (held >= static_cast<std::ptrdiff_t>(subscriptions_max)) {
        return refuse(session, id, '2', "this session has as many subscriptions as it may");
    }
    Subscription subscription{session, id, {}};
    const auto symbols = group_fields(message, tag_symbols, FIX::FIELD::Symbol);
    if (symbols.empty()) throw FIX::FieldNotFound(FIX::FIELD::Symbol);
    for (const auto& symbol : symbols) {
        const auto instrument = venue_.find_instrument(symbol);
        if (!instrument) return refuse(session, id, '0', "instrument " + symbol + " is not listed");
        subscription.instruments.push_back(*instrument);
    }
    for (const auto instrument : subscription.instruments) snapshot(session, id, instrument);
    if (type == "1") subscriptions_.push_back(std::move(subscription));
}

void MarketDataDesk::snapshot(SessionIndex session, const std::string& request_id,
                              InstrumentId instrument) {
    auto message = message_of("W", request_id);
    const auto& contract = venue_.contract(instrument);
    set_field(message, FIX::FIELD::Symbol, contract.symbol);
    const auto add = [&](char type, Price price, std::optional<Quantity> size) {
        FIX::Group group(tag_entries, tag_entry_type, snapshot_order);
        set_field(group, tag_entry_type, type);
        set_field(group, tag_entry_price, format_price(contract, price));
        if (size) set_field(group, tag_entry_size, size->lots);
        message.addGroup(group);
    };
    const auto& exchange = venue_.exchange();
    const auto bid = exchange.best(instrument, Side::buy);
    const auto ask = exchange.best(instrument, Side::sell);
    const auto last = exchange.last_trade(instrument);
    if (bid) add('0', bid->price, bid->quantity);
    if (ask) add('1', ask->price, ask->quantity);
    if (last) add('2', *last, std::nullopt);
    if (!bid && !ask && !last) set_field(message, tag_entries, '0');
    send_(session, message);
}

void MarketDataDesk::forget(SessionIndex session) {
    std::erase_if(subscriptions_, [&](const auto& one) { return one.session == session; });
}

void MarketDataDesk::publish(const std::vector<VenueEvent>& events) {
    for (const auto& subscription : subscriptions_) send_entries(subscription, events);
}

void MarketDataDesk::send_entries(const Subscription& subscription,
                                  const std::vector<VenueEvent>& events) {
    auto message = message_of("X", subscription.request_id);
    std::size_t entries = 0;
    const auto flush = [&] {
        if (entries > 0) send_(subscription.session, message);
        message = message_of("X", subscription.request_id);
        entries = 0;
    };
    const auto wants = [&](InstrumentId instrument) {
        return std::ranges::find(subscription.instruments, instrument) !=
               subscription.instruments.end();
    };
    for (const auto& event : events) {
        if (const auto* trade = std::get_if<TradePrint>(&event);
            trade != nullptr && wants(trade->instrument)) {
            message.addGroup(entry('2', venue_.contract(trade->instrument),
                                   Level{trade->price, trade->quantity}));
            ++entries;
        }
        if (const auto* top = std::get_if<TopOfBook>(&event);
            top != nullptr && wants(top->instrument)) {
            const auto& contract = venue_.contract(top->instrument);
            message.addGroup(entry('0', contract, top->bid));
            message.addGroup(entry('1', contract, top->ask));
            entries += 2;
        }
        if (entries >= entries_max) flush();
    }
    flush();
}

} // namespace lockstep::sim
