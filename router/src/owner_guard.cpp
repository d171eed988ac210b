#include "owner_guard.hpp"

#include <algorithm>

namespace lockstep {

namespace {

const std::string& product_of(const Instrument& instrument) {
    return instrument.product.empty() ? instrument.symbol : instrument.product;
}
const std::string& family_of(const Instrument& instrument) {
    return instrument.family.empty() ? product_of(instrument) : instrument.family;
}

// The rival's side of one instrument, if it stands against an entry on `side`.
bool stands_against(const LeaderInstrument& theirs, Side side) {
    return theirs.known && !on_side(theirs.position, opposite(side)).is_zero();
}

// Whether an order with `terms` on `ours` could trade with one that rests at `price` on `theirs`.
bool reaches(const Instrument& ours, const OrderTerms& terms, const Instrument& theirs,
             Price price) {
    if (!terms.price) return true; // at market, or a stop that becomes a market order
    const bool buys = terms.side == Side::buy;
    const Price there =
        convert_price(theirs, ours, price, buys ? PriceRounding::down : PriceRounding::up);
    return buys ? *terms.price >= there : *terms.price <= there;
}

std::optional<Opposition> crossed(const std::string& account, const LeaderBook& book,
                                  InstrumentId theirs, InstrumentId ours, const OrderTerms& terms,
                                  const Step& step) {
    for (const LeaderOrderId id : book.at(theirs).working) {
        const LeaderOrder* order = book.find(id);
        const bool rests = order != nullptr && order->works() && order->terms.price &&
                           order->terms.side == opposite(terms.side);
        if (!rests) continue;
        const auto& instruments = step.config.instruments;
        if (!reaches(instruments[ours.index], terms, instruments[theirs.index],
                     *order->terms.price)) {
            continue;
        }
        return Opposition{Reason::self_cross, "no order that could meet one of this owner",
                          account + " works " + std::string(name(order->terms.side)) + " " +
                              lots(order->leaves()) + " " + step.symbol(theirs) + " at " +
                              step.price(theirs, *order->terms.price)};
    }
    return std::nullopt;
}

} // namespace

std::vector<LeaderId> rivals_of(const FollowerConfig& follower, const RouterConfig& config) {
    std::vector<LeaderId> rivals;
    for (std::uint32_t i = 0; i < config.leaders.size(); ++i) {
        if (i == follower.leader.index) continue;
        const bool leads_an_account = std::ranges::any_of(config.followers, [&](const auto& other) {
            return other.leader.index == i && other.owner == follower.owner;
        });
        if (leads_an_account || config.leaders[i].owner == follower.owner) {
            rivals.push_back(LeaderId{i});
        }
    }
    return rivals;
}

std::optional<Opposition> opposition(const Follower& follower, InstrumentId instrument,
                                     const OrderTerms& terms, const Step& step) {
    const OppositeSides policy = follower.config->opposite_sides;
    if (follower.rivals.empty() || policy == OppositeSides::allow) return std::nullopt;
    const Instrument& ours = step.config.instruments[instrument.index];
    for (const LeaderId rival : follower.rivals) {
        const LeaderBook& book = step.leaders[rival.index].book;
        const std::string& account = step.config.leaders[rival.index].account;
        for (std::uint32_t i = 0; i < step.config.instruments.size(); ++i) {
            const Instrument& theirs = step.config.instruments[i];
            const bool is_one_product = product_of(theirs) == product_of(ours);
            const bool counts = is_one_product || (policy == OppositeSides::refuse_correlated &&
                                                   family_of(theirs) == family_of(ours));
            if (!counts) continue;
            const LeaderInstrument& held = book.at(InstrumentId{i});
            if (stands_against(held, terms.side)) {
                return Opposition{Reason::opposite_side,
                                  "one side of " + family_of(ours) + " for one owner",
                                  account + " holds " + lots(held.position) + " " + theirs.symbol};
            }
            if (!is_one_product) continue;
            auto meets = crossed(account, book, InstrumentId{i}, instrument, terms, step);
            if (meets) return meets;
        }
    }
    return std::nullopt;
}

} // namespace lockstep
