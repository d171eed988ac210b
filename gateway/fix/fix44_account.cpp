// 35=BA, 35=AP and 35=AO: what an account has and holds by its broker's word.
#include "fix/fix44_reading.hpp"

#include <algorithm>
#include <limits>

namespace lockstep::fix44 {

namespace {

namespace tag = FIX::FIELD;

constexpr std::string_view total = "TOT";    // tag 703: the whole position
constexpr std::string_view done = "0";       // tag 728: the request was answered
constexpr std::string_view none_found = "2"; // tag 728: there are no positions
constexpr std::string_view rejected = "2";   // tag 729

// Long less short of one row of 702; a side that is left out is nothing.
Position row_net(Fields& row) {
    const Quantity bought = row.quantity(tag::LongQty).value_or(Quantity());
    const Quantity sold = row.quantity(tag::ShortQty).value_or(Quantity());
    if (!row.has(tag::LongQty) && !row.has(tag::ShortQty)) {
        row.refuse(refuse_missing(tag::LongQty, "and 705 (ShortQty) too: the row says nothing"));
    }
    return Position(bought.lots - sold.lots);
}

// The net position that the rows of 702 tell: the only row, or the one that is the total. Rows of
// other kinds overlap (yesterday's, today's trades), so they are never added up.
std::expected<Position, Refusal> read_net(const FIX::Message& message, Fields& body) {
    const std::size_t size = group_size(message, tag::NoPositions, body);
    if (body.refusal()) return std::unexpected(*body.refusal());
    if (size == 0) return std::unexpected(refuse_missing(tag::NoPositions, "no position is told"));
    std::optional<Position> net;
    for (std::size_t i = 1; i <= size; ++i) {
        Fields row(message.getGroupRef(static_cast<int>(i), tag::NoPositions));
        if (size > 1 && row.text(tag::PosType) != total) continue;
        if (net) {
            return std::unexpected(refuse(tag::PosType, total, "stands on more than one row"));
        }
        net = row_net(row);
        if (row.refusal()) return std::unexpected(*row.refusal());
    }
    if (net) return *net;
    return std::unexpected(
        refuse_missing(tag::PosType, std::to_string(size) + " rows and none is TOT, the total"));
}

} // namespace

Decoded decode_collateral_report(const FIX::Message& message, const Context& context) {
    const auto owner = find_owner(message, context);
    if (!owner) return std::unexpected(owner.error());
    Fields body(message);
    const auto balance = body.money(tag::CashOutstanding);
    if (body.refusal()) return std::unexpected(*body.refusal());
    const std::string& account = account_name(*owner, *context.config);
    if (!balance) {
        return ignored(Severity::warning, "35=BA of " + printable(account) +
                                              " has no 901 (CashOutstanding); no balance is taken");
    }
    Reading reading;
    if (const auto* leader = std::get_if<LeaderId>(&*owner)) {
        reading.events.emplace_back(LeaderBalance{.leader = *leader, .balance = *balance});
    } else {
        reading.events.emplace_back(
            FollowerBalance{.follower = std::get<FollowerId>(*owner), .balance = *balance});
    }
    return reading;
}

Decoded decode_position_report(const FIX::Message& message, const Context& context) {
    const auto owner = find_owner(message, context);
    if (!owner) return std::unexpected(owner.error());
    const auto* leader = std::get_if<LeaderId>(&*owner);
    const auto* follower = std::get_if<FollowerId>(&*owner);
    if (follower != nullptr && !context.config->followers[follower->index].position_reports) {
        return ignored(Severity::info, "35=AP of " +
                                           printable(account_name(*owner, *context.config)) +
                                           ": a follower's position is known by its own fills");
    }
    Fields body(message);
    if (body.has(tag::PosReqResult) && body.text(tag::PosReqResult) != done) {
        return ignored(Severity::warning, "35=AP without a position: 728=" +
                                              printable(body.text(tag::PosReqResult), 8) + " " +
                                              printable(body.text(tag::Text), text_size_max));
    }
    const auto instrument = find_instrument(message, context.config->instruments);
    if (!instrument) return std::unexpected(instrument.error());
    const auto net = read_net(message, body);
    if (!net) return std::unexpected(net.error());
    Reading reading;
    if (leader != nullptr) {
        reading.events.emplace_back(
            LeaderPosition{.leader = *leader, .instrument = *instrument, .position = *net});
    } else {
        reading.events.emplace_back(
            FollowerPosition{.follower = *follower, .instrument = *instrument, .position = *net});
    }
    return reading;
}

Decoded decode_positions_ack(const FIX::Message& message, const Context& context) {
    const auto owner = find_owner(message, context);
    if (!owner) return std::unexpected(owner.error());
    Fields body(message);
    const auto* follower = std::get_if<FollowerId>(&*owner);
    const ClOrdId request_id = body.cl_ord_id(tag::PosReqID);
    if (follower == nullptr || request_id.empty()) {
        return ignored(Severity::info, "35=AO that answers no question of ours: ignored");
    }
    const std::string_view result = body.text(tag::PosReqResult);
    const auto reports = body.number(tag::TotalNumPosReports);
    if (body.refusal()) return std::unexpected(*body.refusal());
    const bool answered = body.text(tag::PosReqStatus) != rejected &&
                          (result.empty() || result == done || result == none_found);
    if (!answered) {
        Reading refused;
        refused.events.emplace_back(PositionsAnswered{*follower, request_id, 0, true});
        refused.note =
            Note{Severity::warning, "35=AO: positions are not told: 728=" + printable(result, 8) +
                                        " " + printable(body.text(tag::Text), text_size_max)};
        return refused;
    }
    if (result != none_found && !reports) {
        return ignored(Severity::info, "35=AO does not say how many reports follow (727)");
    }
    const std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
    Reading reading;
    reading.events.emplace_back(PositionsAnswered{
        *follower, request_id,
        static_cast<std::uint32_t>(result == none_found ? 0 : std::min(*reports, most)), false});
    return reading;
}

} // namespace lockstep::fix44
