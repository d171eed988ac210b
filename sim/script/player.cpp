#include "script/player.hpp"

#include "script/conditions.hpp"

#include <algorithm>

namespace lockstep::sim {

namespace {

constexpr std::chrono::milliseconds look_time{2};  // how often a wait looks
constexpr std::chrono::milliseconds move_time{20}; // between the parts of a slow move

std::string in_seconds(Duration time) {
    const auto ms = time.ns / 1'000'000;
    return ms % 1000 == 0 ? std::to_string(ms / 1000) + "s" : std::to_string(ms) + "ms";
}

} // namespace

Player::Player(boost::asio::io_context& io, Desk& desk, const Script& script, std::ostream& out,
               std::string id_prefix, Done done)
    : desk_(desk), script_(script), out_(out), id_prefix_(std::move(id_prefix)),
      done_(std::move(done)), timer_(io), orders_(script.order_names.size()) {}

void Player::start() {
    started_ = Clock::now();
    desk_.on_report([this](const ExecutionReport& report) { take_report(report); });
    go_on();
}

void Player::stop() {
    over_ = true;
    timer_.cancel();
}

void Player::go_on() {
    while (!over_ && next_ < script_.steps.size()) {
        const auto& step = script_.steps[next_++];
        line_ = step.line;
        const auto after = std::visit([&](const auto& body) { return play(body); }, step.body);
        if (after != After::next) return;
    }
}

void Player::wake_at(Clock::time_point time, std::function<void()> then) {
    timer_.expires_at(time);
    timer_.async_wait([this, then = std::move(then)](boost::system::error_code error) {
        if (!error && !over_) then();
    });
}

void Player::fail(std::string what) {
    over_ = true;
    done_(failure(script_.file + ":" + std::to_string(line_) + ": " + std::move(what)));
}

ClOrdId Player::next_id() { return ClOrdId("S" + id_prefix_ + std::to_string(++ids_)); }

const OrderView* Player::find(ScriptOrder order) const {
    return desk_.venue().find(script_client, orders_[order.index]);
}

// ---- time

Player::After Player::play(const AtStep& step) {
    wake_at(started_ + std::chrono::nanoseconds(step.since_start.ns), [this] { go_on(); });
    return After::wait;
}

Player::After Player::play(const AfterStep& step) {
    wake_at(Clock::now() + std::chrono::nanoseconds(step.pause.ns), [this] { go_on(); });
    return After::wait;
}

// ---- trading

Player::After Player::play(const PlaceStep& step) {
    const auto id = next_id();
    orders_[step.order.index] = id;
    desk_.submit({script_client, step.account, id, step.instrument, step.terms, step.quantity});
    return After::next;
}

Player::After Player::play(const AmendStep& step) {
    const auto* order = find(step.order);
    if (order == nullptr) {
        fail("the order to amend was not placed");
        return After::over;
    }
    ReplaceRequest request{script_client, next_id(), order->cl_ord_id, order->terms, order->total};
    if (step.total) request.total = *step.total;
    if (step.price) request.terms.price = step.price;
    if (step.stop_price) request.terms.stop_price = step.stop_price;
    desk_.replace(request);
    return After::next;
}

Player::After Player::play(const CancelStep& step) {
    const auto* order = find(step.order);
    if (order == nullptr) {
        fail("the order to cancel was not placed");
        return After::over;
    }
    desk_.cancel({script_client, next_id(), order->cl_ord_id});
    return After::next;
}

Player::After Player::play(const OcoStep& step) {
    ocos_.push_back(step);
    return After::next;
}

// What fills of one order of a pair is taken off the other.
void Player::take_report(const ExecutionReport& report) {
    if (report.exec_type != 'F' || report.order.client != script_client) return;
    const auto filled = [&](ScriptOrder order) {
        const auto* view = find(order);
        return view != nullptr && view->order_id == report.order.order_id;
    };
    for (const auto& pair : ocos_) {
        if (filled(pair.one)) shrink(pair.other, report.last_quantity);
        if (filled(pair.other)) shrink(pair.one, report.last_quantity);
    }
}

void Player::shrink(ScriptOrder order, Quantity by) {
    const auto* view = find(order);
    if (view == nullptr || !view->live) return;
    const auto total = less(view->total, by);
    if (total <= view->filled) {
        desk_.cancel({script_client, next_id(), view->cl_ord_id});
    } else {
        desk_.replace({script_client, next_id(), view->cl_ord_id, view->terms, total});
    }
}

// ---- market

Player::After Player::play(const MoveStep& step) {
    const auto from = desk_.venue().reference(step.instrument);
    move_on(step, from.value_or(step.price), Clock::now());
    return After::wait;
}

void Player::move_on(const MoveStep& step, Price from, Clock::time_point begin) {
    const auto now = Clock::now();
    const auto passed_ns = std::chrono::nanoseconds(now - begin).count();
    const bool arrived = passed_ns >= step.over.ns;
    Price next = step.price;
    if (!arrived) {
        const Int128 way = Int128{step.price.ticks - from.ticks} * passed_ns / step.over.ns;
        next = Price(from.ticks + static_cast<std::int64_t>(way));
    }
    const auto moved = desk_.move_to(step.instrument, next);
    if (!moved) return fail("the price cannot be moved: " + moved.error().what);
    const auto later = arrived ? now : now + move_time;
    wake_at(later, [this, &step, from, begin, arrived] {
        if (arrived) return go_on();
        move_on(step, from, begin);
    });
}

Player::After Player::play(const PhaseStep& step) {
    desk_.set_phase(step.instrument, step.phase);
    return After::next;
}

// ---- conditions

Player::After Player::play(const WaitStep& step) {
    wait_on(step, Clock::now() + std::chrono::nanoseconds(step.within.ns));
    return After::wait;
}

void Player::wait_on(const WaitStep& step, Clock::time_point deadline) {
    const auto missing = std::ranges::find_if(
        step.all_of, [&](const Condition& condition) { return !holds(condition, desk_, orders_); });
    if (missing == step.all_of.end()) {
        wake_at(Clock::now(), [this] { go_on(); });
        return;
    }
    if (Clock::now() >= deadline) {
        const std::string waited =
            step.within.ns == 0 ? "expected " : "waited " + in_seconds(step.within) + " for ";
        return fail(waited + missing->text + ": " + state(*missing, desk_, orders_));
    }
    wake_at(Clock::now() + look_time, [this, &step, deadline] { wait_on(step, deadline); });
}

// ---- faults

Player::After Player::play(const RejectStep& step) {
    desk_.reject_next(step.what, step.account, step.count, step.text);
    return After::next;
}

Player::After Player::play(const PartialStep& step) {
    desk_.fill_next_partly(step.account, step.first, step.rest_after);
    return After::next;
}

Player::After Player::play(const DelayStep& step) {
    desk_.delay(step.session, step.time);
    return After::next;
}

Player::After Player::play(const SessionStep& step) {
    auto& session = desk_.session(step.session);
    switch (step.word) {
    case LineWord::disconnect: session.disconnect("the script disconnects it"); break;
    case LineWord::refuse:
        session.refuse(true);
        session.disconnect("the script refuses it");
        break;
    case LineWord::allow: session.refuse(false); break;
    case LineWord::silence: session.silence(); break;
    case LineWord::resume: session.resume(); break;
    }
    return After::next;
}

Player::After Player::play(const DuplicateStep& step) {
    if (desk_.duplicate_last(step.account, step.as)) return After::next;
    fail("the account has had no report to duplicate");
    return After::over;
}

Player::After Player::play(const PrintStep& step) {
    out_ << step.text << std::endl;
    return After::next;
}

Player::After Player::play(const EndStep&) {
    over_ = true;
    done_({});
    return After::over;
}

} // namespace lockstep::sim
