#include "engine/core.hpp"

#include "proto/archive.hpp"
#include "proto/check.hpp"

#include <algorithm>
#include <functional>
#include <type_traits>
#include <utility>

namespace lockstep {

namespace {

constexpr std::size_t accounts_per_send = 16;
constexpr std::size_t orders_ahead = 2; // an order and the decision that it follows from

} // namespace

EngineCore::EngineCore(RouterConfig config, EventJournal& journal, OrderOutlet& outlet, Tell tell)
    : router_(std::move(config)), journal_(journal), outlet_(outlet), tell_(std::move(tell)),
      record_(router_.config().followers.size()) {
    standing_.up.resize(router_.config().sessions.size(), false);
    standing_.marks.resize(router_.config().instruments.size());
    heard_marks_.resize(router_.config().sessions.size());
}

void EngineCore::replay(const Event& event) {
    LOCKSTEP_CHECK(event.sequence == standing_.sequence + 1);
    router_.step(event, commands_);
    commands_.clear(); // they left then, or did not
    note(event);
}

void EngineCore::pass_over(const Event& event) {
    LOCKSTEP_CHECK(event.sequence == standing_.sequence + 1);
    standing_.sequence = event.sequence;
    standing_.time = std::max(standing_.time, event.time);
}

void EngineCore::save(const TakeBytes& take) const {
    archive_to(take, standing_);
    router_.save(take);
}

Result<void> EngineCore::load(std::string_view bytes) {
    Standing standing = standing_;
    StateReader archive(bytes, standing.marks.size());
    archive(standing);
    const auto machine = archive.rest();
    if (!machine) return std::unexpected(machine.error());
    if (auto loaded = router_.load(*machine); !loaded) return loaded;
    standing_ = std::move(standing);
    return {};
}

Result<Taken> EngineCore::take(EventBody body, Timestamp now) {
    if (stopped_) return std::unexpected(*stopped_);
    if (taking_) { // an outlet that learns of a lost session while it sends: its turn comes
        waiting_.push_back(std::move(body));
        return Taken{standing_.sequence + waiting_.size(), 0};
    }
    return take_all([&](Taken& taken) { return take_one(std::move(body), now, taken); }, now,
                    Taken{standing_.sequence + 1, 0});
}

Result<Taken> EngineCore::release() {
    if (stopped_) return std::unexpected(*stopped_);
    LOCKSTEP_CHECK(!taking_);
    holding_ = false;
    const Timestamp now = standing_.time;
    return take_all(
        [&](Taken& taken) {
            auto committed = journal_.commit();
            if (committed) deliver(now, taken);
            return committed;
        },
        now, Taken{standing_.sequence, 0});
}

template <class First> Result<Taken> EngineCore::take_all(First first, Timestamp now, Taken taken) {
    taking_ = true;
    Result<void> result = first(taken);
    while (result && !waiting_.empty()) {
        EventBody next = std::move(waiting_.front());
        waiting_.pop_front();
        result = take_one(std::move(next), now, taken);
    }
    taking_ = false;
    if (result) return taken;
    waiting_.clear();
    commands_.clear();
    stopped_ = result.error();
    return std::unexpected(*stopped_);
}

Result<void> EngineCore::take_one(EventBody body, Timestamp now, Taken& taken) {
    const Event event{standing_.sequence + 1, std::max(now, standing_.time), std::move(body)};
    if (auto written = journal_.append(event); !written) return written;
    note(event);
    if (holding_) {
        router_.step(event, commands_);
        return {};
    }
    if (auto committed = journal_.commit(); !committed) return committed;
    // the first account's orders leave at once, the others' some accounts at a time: to decide and
    // to send are two ways through much code, and to change between them costs
    std::size_t decided = 0;
    const auto send_some = [&] {
        if (decided++ % accounts_per_send == 0) send_orders(event.time, taken);
    };
    router_.step(event, commands_, std::ref(send_some)); // by reference: a copy asks for memory
    deliver(event.time, taken);
    return {};
}

// Sends what is left to send, and then tells what there is to tell.
void EngineCore::deliver(Timestamp now, Taken& taken) {
    send_orders(now, taken);
    outlet_.sent_all();
    std::move(came_back_.begin(), came_back_.end(), std::back_inserter(waiting_));
    came_back_.clear();
    for (Command& command : said_) {
        if (const auto* decision = std::get_if<Decision>(&command)) {
            record_.count(*decision, now);
        } else if (auto* notice = std::get_if<Notice>(&command)) {
            say(std::move(*notice), now);
        }
    }
    said_.clear();
}

void EngineCore::note(const Event& event) {
    standing_.sequence = event.sequence;
    standing_.time = std::max(standing_.time, event.time);
    if (const auto* session = std::get_if<SessionChanged>(&event.body)) {
        standing_.up[session->session.index] = session->up;
    } else if (const auto* mark = std::get_if<MarkChanged>(&event.body)) {
        standing_.marks[mark->instrument.index] = mark->price;
        auto& heard = heard_marks_[mark->session.index];
        heard.resize(standing_.marks.size());
        heard[mark->instrument.index] = {mark->price, event.time};
    } else if (const auto* entries = std::get_if<EntriesHeld>(&event.body)) {
        standing_.entries_held = entries->held;
    } else if (std::holds_alternative<Started>(event.body)) {
        std::fill(standing_.up.begin(), standing_.up.end(), false);
    }
}

// Orders leave before anything is said about them: people can wait.
void EngineCore::send_orders(Timestamp now, Taken& taken) {
    for (std::size_t i = 0; i < commands_.size(); ++i) {
        if (i + orders_ahead < commands_.size()) expect(commands_[i + orders_ahead]);
        const auto send = [&](auto& it) {
            using Sent = std::decay_t<decltype(it)>;
            if constexpr (std::is_same_v<Sent, Notice> || std::is_same_v<Sent, Decision>) {
                said_.emplace_back(std::move(it));
            } else if constexpr (std::is_same_v<Sent, StatusRequest> ||
                                 std::is_same_v<Sent, MassStatusRequest> ||
                                 std::is_same_v<Sent, PositionRequest>) {
                hand_out(it, it.follower, now);
            } else {
                const FollowerId follower = it.order().follower;
                if (!hand_out(it, follower, now)) {
                    came_back_.emplace_back(OrderNotSent{follower, it.order().cl_ord_id});
                    return;
                }
                record_.count_sent(follower);
                ++taken.orders_sent;
            }
        };
        std::visit(send, commands_[i]);
    }
    commands_.clear();
}

void EngineCore::expect(const Command& command) {
    const auto* order = std::get_if<Approved<NewOrder>>(&command);
    if (order != nullptr) outlet_.expect(order->order().follower, order->order().instrument);
}

template <class Sent>
bool EngineCore::hand_out(const Sent& message, FollowerId follower, Timestamp now) {
    const auto sent = outlet_open_ ? outlet_.send(message, now)
                                   : Result<void>(failure("the gateway is stopping"));
    if (!sent) send_failed(follower, sent.error(), now);
    return sent.has_value();
}

// One session says it once, however many orders it refuses.
void EngineCore::send_failed(FollowerId follower, const Error& error, Timestamp now) {
    const SessionIndex session = router_.config().followers[follower.index].session;
    const EventBody down = SessionChanged{session, false};
    if (std::ranges::find(waiting_, down) != waiting_.end()) return;
    waiting_.push_back(down);
    say(Notice{Severity::warning, Reason::session_down, std::nullopt, follower, std::nullopt,
               "not sent: " + error.what},
        now);
}

bool EngineCore::is_news(const MarkChanged& mark, Timestamp now) const {
    constexpr Duration repeated_every = Duration::seconds(1);
    const auto& heard = heard_marks_[mark.session.index];
    if (heard.empty()) return true;
    const HeardMark& last = heard[mark.instrument.index];
    return last.price != mark.price || now - last.at >= repeated_every;
}

void EngineCore::say(Notice notice, Timestamp now) {
    if (tell_) tell_(notice, now);
    record_.keep(std::move(notice), now);
}

} // namespace lockstep
