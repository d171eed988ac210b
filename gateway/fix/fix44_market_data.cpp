// 35=W, 35=X, 35=Y: prices to value positions with. Only trades make a mark; a middle of bid and
// offer that nobody traded at is not made up.
#include "fix/fix44_reading.hpp"

#include <map>

namespace lockstep::fix44 {

namespace {

namespace tag = FIX::FIELD;

constexpr char trade = '2';        // tag 269
constexpr char delete_entry = '2'; // tag 279

// The last trade of each instrument of one message.
using Marks = std::map<InstrumentId, Price>;

// A trade of `instrument` that an entry tells of becomes its mark. Refuses a trade without a price.
std::optional<Refusal> take_entry(Fields& entry, InstrumentId id, const Instrument& instrument,
                                  Marks& marks) {
    const auto price = entry.price(tag::MDEntryPx, instrument);
    if (entry.refusal()) return entry.refusal();
    if (!price) return refuse_missing(tag::MDEntryPx, "the price of a trade");
    marks[id] = *price;
    return std::nullopt;
}

Reading marks_reading(const Marks& marks, SessionIndex session) {
    Reading reading;
    for (const auto& [instrument, price] : marks) {
        reading.events.emplace_back(MarkChanged{instrument, price, session});
    }
    return reading;
}

} // namespace

Decoded decode_snapshot(const FIX::Message& message, const Context& context) {
    const auto id = find_instrument(message, context.config->instruments);
    if (!id) return std::unexpected(id.error());
    Fields body(message);
    const std::size_t size = group_size(message, tag::NoMDEntries, body);
    if (body.refusal()) return std::unexpected(*body.refusal());
    Marks marks;
    for (std::size_t i = 1; i <= size; ++i) {
        Fields entry(message.getGroupRef(static_cast<int>(i), tag::NoMDEntries));
        if (entry.code(tag::MDEntryType) != trade && !entry.refusal()) continue;
        const Instrument& instrument = context.config->instruments[id->index];
        if (auto refusal = take_entry(entry, *id, instrument, marks)) {
            return std::unexpected(std::move(*refusal));
        }
    }
    return marks_reading(marks, context.session);
}

Decoded decode_incremental(const FIX::Message& message, const Context& context) {
    Fields body(message);
    const std::size_t size = group_size(message, tag::NoMDEntries, body);
    if (body.refusal()) return std::unexpected(*body.refusal());
    Marks marks;
    std::optional<InstrumentId> instrument; // an entry that names none goes on with the last one's
    for (std::size_t i = 1; i <= size; ++i) {
        const FIX::FieldMap& fields = message.getGroupRef(static_cast<int>(i), tag::NoMDEntries);
        if (names_instrument(fields)) {
            const auto found = find_instrument(fields, context.config->instruments);
            if (!found) return std::unexpected(found.error());
            instrument = *found;
        }
        Fields entry(fields);
        const bool deleted = entry.code(tag::MDUpdateAction) == delete_entry;
        const bool is_trade = entry.code(tag::MDEntryType) == trade;
        if ((deleted || !is_trade) && !entry.refusal()) continue;
        if (!instrument) {
            return std::unexpected(refuse_missing(tag::Symbol, "whose trade is it"));
        }
        if (auto refusal = take_entry(entry, *instrument,
                                      context.config->instruments[instrument->index], marks)) {
            return std::unexpected(std::move(*refusal));
        }
    }
    return marks_reading(marks, context.session);
}

Decoded decode_market_data_reject(const FIX::Message& message, const Context&) {
    const Fields body(message);
    std::string text = "market data refused: 262=" + printable(body.text(tag::MDReqID));
    if (body.has(tag::MDReqRejReason)) {
        text += " 281=" + printable(body.text(tag::MDReqRejReason), 8);
    }
    if (body.has(tag::Text)) text += " " + printable(body.text(tag::Text), text_size_max);
    return ignored(Severity::warning, text + "; positions are valued by the trades seen");
}

} // namespace lockstep::fix44
