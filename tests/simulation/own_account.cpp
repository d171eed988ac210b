#include "simulation/own_account.hpp"

#include <algorithm>
#include <cstdlib>

namespace lockstep::simulation {

OwnAccount::OwnAccount(const std::vector<Instrument>& instruments, const FollowerConfig& follower)
    : limits_(follower.limits), begin_(follower.balance->units), day_begin_(begin_), high_(begin_),
      equity_(begin_) {
    for (const Instrument& instrument : instruments) {
        at_.push_back({0, instrument.tick_value.units, std::nullopt});
    }
}

const OwnAccount::Mark* OwnAccount::mark_of(InstrumentId instrument) const {
    const auto& mark = at_[instrument.index].mark;
    return mark ? &*mark : nullptr;
}

// What is open gains or loses by the move.
void OwnAccount::move_mark(Place& place, std::int64_t price, std::int64_t now_ns) {
    const std::int64_t before = place.mark ? place.mark->price : price;
    equity_ += place.held * (price - before) * place.tick_value;
    place.mark = Mark{price, now_ns, place.mark && place.mark->is_market};
}

// A trade of its own is a mark until the market has told of one.
void OwnAccount::fill(InstrumentId instrument, std::int64_t lots, std::int64_t price,
                      std::int64_t now_ns) {
    Place& place = at_[instrument.index];
    if (!place.mark || !place.mark->is_market) move_mark(place, price, now_ns);
    place.held += lots;
    equity_ += lots * (place.mark->price - price) * place.tick_value;
    equity_ -= std::abs(lots) * limits_.commission.units;
}

void OwnAccount::see_price(InstrumentId instrument, std::int64_t price, std::int64_t now_ns) {
    Place& place = at_[instrument.index];
    move_mark(place, price, now_ns);
    place.mark->is_market = true;
}

std::optional<std::int64_t> OwnAccount::floor() const {
    if (!limits_.max_drawdown) return std::nullopt;
    const bool stays = limits_.drawdown_mode == DrawdownMode::fixed;
    const std::int64_t floor = (stays ? begin_ : high_) - limits_.max_drawdown->units;
    return limits_.drawdown_lock ? std::min(floor, begin_ + limits_.drawdown_lock->units) : floor;
}

std::set<Reason> OwnAccount::look() {
    if (limits_.drawdown_mode != DrawdownMode::end_of_day) high_ = std::max(high_, equity_);
    std::set<Reason> reached;
    const std::int64_t today = equity_ - day_begin_;
    if (limits_.daily_loss && -today >= limits_.daily_loss->units) {
        reached.insert(Reason::daily_loss);
    }
    if (limits_.daily_profit && today >= limits_.daily_profit->units) {
        reached.insert(Reason::profit_target);
    }
    if (floor() && equity_ <= *floor()) reached.insert(Reason::drawdown);
    std::erase_if(reached, [&](Reason reason) { return !held_by_.insert(reason).second; });
    return reached;
}

void OwnAccount::roll_day() {
    day_begin_ = equity_;
    high_ = std::max(high_, equity_);
    held_by_.erase(Reason::daily_loss);
    held_by_.erase(Reason::profit_target);
}

// A drawdown is lifted and measured anew; what is daily goes on, and while it does nobody resumes
// the account.
void OwnAccount::resume() {
    if (held_by_.erase(Reason::drawdown) > 0) begin_ = high_ = equity_;
    if (held_by_.empty()) others_.clear();
}

} // namespace lockstep::simulation
