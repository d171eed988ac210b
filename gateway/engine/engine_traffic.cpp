// What the FIX sessions tell the engine, and what it asks them.
#include "engine/engine.hpp"

#include "engine/business_reject.hpp"
#include "fix/fix44_fields.hpp"
#include "fix/wall_clock.hpp"
#include "proto/defects.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <stdexcept>

namespace lockstep {

namespace {

constexpr std::uint64_t refusals_told_max = 20; // a second; the rest is counted

} // namespace

SessionHandlers Engine::session_handlers() {
    SessionHandlers handlers;
    handlers.on_message = [this](SessionIndex session, const FIX::Message& message,
                                 Timestamp received) { on_message(session, message, received); };
    handlers.on_state = [this](SessionIndex session, bool up, const std::string& why) {
        on_state(session, up, why);
    };
    handlers.on_not_arrived = [this](SessionIndex session, int begin, int end) {
        on_not_arrived(session, begin, end);
    };
    handlers.on_pause = [this] { on_pause(); };
    return handlers;
}

// To return acknowledges the message, so whatever was not journaled leaves by an exception: the
// peer will send it again.
void Engine::on_message(SessionIndex session, const FIX::Message& message, Timestamp received) {
    auto reading = fix44::decode(message, contexts_[session.index]);
    if (!reading) {
        refuse(session, message, reading.error());
        return;
    }
    if (reading->note) {
        say(reading->note->severity, Reason::bad_report,
            settings_.sessions[session.index].id() + ": " + reading->note->text);
    }
    if (!reading->events.empty()) take_together(session);
    for (EventBody& event : reading->events) {
        const auto* mark = std::get_if<MarkChanged>(&event);
        if (mark != nullptr && !core_.is_news(*mark, received)) continue;
        if (!take(std::move(event), received)) {
            throw std::runtime_error("the journal has failed");
        }
    }
}

void Engine::refuse(SessionIndex session, const FIX::Message& message,
                    const fix44::Refusal& refusal) {
    const std::string& id = settings_.sessions[session.index].id();
    if (++refusals_ <= refusals_told_max) {
        refusals_told_ = refusals_;
        const fix44::Fields header(message.getHeader());
        say(Severity::warning, Reason::bad_report,
            id + ": 35=" + fix44::printable(header.text(FIX::FIELD::MsgType)) +
                " 34=" + fix44::printable(header.text(FIX::FIELD::MsgSeqNum)) +
                " was refused: " + refusal.what);
    }
    auto reject = business_reject(message, refusal);
    if (!reject || stopping_) return;
    if (const auto sent = host_->send(session, *reject); !sent) {
        log_->warn("{}: a reject was not sent: {}", id, sent.error().what);
    }
}

void Engine::on_state(SessionIndex session, bool up, const std::string& why) {
    const std::string id = settings_.sessions[session.index].id();
    log_->log(up || stopping_ ? spdlog::level::info : spdlog::level::warn, "session {} is {}: {}",
              id, up ? "up" : "down", fix44::printable(why, fix44::text_size_max));
    if (stopping_) return; // the next start begins with every session down
    if (core_.is_up(session) != up && !take(SessionChanged{session, up}, wall_clock_now())) return;
    if (up) ask_questions(session);
    if (up && has_defect(Defect::sends_again)) take_all_for_lost(session);
}

// Only for the simulation's defect of this name: what has no answer is believed never to have
// arrived.
void Engine::take_all_for_lost(SessionIndex session) {
    for (std::uint32_t i = 0; i < settings_.router.followers.size(); ++i) {
        if (settings_.router.followers[i].session != session) continue;
        for (const WorkingOrderView& order : core_.router().working_orders(FollowerId{i})) {
            if (!order.acknowledged) {
                take(OrderNotSent{FollowerId{i}, order.cl_ord_id}, wall_clock_now());
            }
        }
    }
}

// The peer gets a gap fill for these numbers, whatever they were; what they were is made good after
// that, under new numbers.
void Engine::on_not_arrived(SessionIndex session, int begin, int end) {
    say(Severity::warning, Reason::none,
        settings_.sessions[session.index].id() + ": the peer has not had our messages " +
            std::to_string(begin) + " to " + std::to_string(end));
    boost::asio::post(io_, [this, session, begin, end] { make_good(session, begin, end); });
}

// An order that never arrived comes back to the machine, which decides afresh; a question is asked
// again. An order that the broker has spoken of did arrive, whatever the peer's numbers say now.
void Engine::make_good(SessionIndex session, int begin, int end) {
    if (stopping_) return;
    const auto remembered = static_cast<int>(fix44::SentOrders::default_capacity);
    const fix44::SentOrders& sent = *outlet_.sent(session);
    for (int number = std::max(begin, end - remembered); number <= end; ++number) {
        const auto order = sent.by_number(static_cast<std::uint64_t>(number));
        if (!order) continue;
        if (order->msg_type == 'H') {
            (void)outlet_.send(
                StatusRequest{order->follower, order->cl_ord_id, order->instrument, order->side},
                wall_clock_now());
        } else if (order->msg_type == fix44::mass_status_type) {
            (void)outlet_.send(MassStatusRequest{order->follower, order->cl_ord_id},
                               wall_clock_now());
        } else if (order->msg_type == fix44::position_request_type) {
            (void)outlet_.send(PositionRequest{order->follower, order->cl_ord_id},
                               wall_clock_now());
        } else if (order->msg_type != 'D' || is_unanswered(*order)) {
            if (!take(OrderNotSent{order->follower, order->cl_ord_id}, wall_clock_now())) return;
        }
    }
    const std::uint64_t asked = question_numbers_[session.index];
    const bool lost = asked >= static_cast<std::uint64_t>(std::max(begin, 1)) &&
                      asked <= static_cast<std::uint64_t>(std::max(end, 0));
    if (lost) ask_questions(session);
}

bool Engine::is_unanswered(const fix44::SentOrder& order) const {
    const auto working = core_.router().working_orders(order.follower);
    const auto found = std::ranges::find(working, order.cl_ord_id, &WorkingOrderView::cl_ord_id);
    return found != working.end() && !found->acknowledged;
}

void Engine::ask_questions(SessionIndex session) {
    ask_for_prices(session);
    ask_for_balances(session);
}

void Engine::ask_for_prices(SessionIndex session) {
    if (!settings_.sessions[session.index].market_data) return;
    std::vector<InstrumentId> all;
    for (std::uint32_t i = 0; i < settings_.router.instruments.size(); ++i) all.push_back({i});
    const std::string id = "MD" + std::to_string(++questions_);
    send_question(session, fix44::market_data_request(all, settings_.router, id), "prices");
}

// Of followers, and of a leader whose balance someone's size depends on.
void Engine::ask_for_balances(SessionIndex session) {
    const RouterConfig& config = settings_.router;
    const auto ask = [&](const std::string& account) {
        const std::string id = "BAL" + std::to_string(++questions_);
        send_question(session, fix44::collateral_inquiry(account, id), "the balance");
    };
    for (const FollowerConfig& follower : config.followers) {
        if (follower.session == session) ask(follower.account);
    }
    for (std::uint32_t i = 0; i < config.leaders.size(); ++i) {
        const auto needs_it = [&](const FollowerConfig& follower) {
            return follower.leader == LeaderId{i} &&
                   follower.sizing.kind == SizingKind::percent_of_balance;
        };
        const LeaderConfig& leader = config.leaders[i];
        if (leader.session != session || leader.balance) continue;
        if (std::ranges::any_of(config.followers, needs_it)) ask(leader.account);
    }
}

void Engine::send_question(SessionIndex session, FIX::Message message, std::string_view what) {
    const auto sent = host_->send(session, message);
    if (sent) {
        question_numbers_[session.index] = *sent;
        return;
    }
    log_->warn("{}: {} could not be asked for: {}", settings_.sessions[session.index].id(), what,
               sent.error().what);
}

} // namespace lockstep
