#include "front/desk.hpp"

#include "front/fix_text.hpp"
#include "front/reports_out.hpp"
#include "venue/ledger.hpp"

#include <algorithm>

namespace lockstep::sim {

namespace {

using Clock = std::chrono::steady_clock;

VenueConfig venue_config(const SimSettings& settings, const DeskOptions& options) {
    VenueConfig config;
    for (const auto& one : settings.instruments) {
        config.instruments.push_back({one.contract, one.start_price, one.protection_ticks,
                                      one.depth, one.background_per_s == 0});
    }
    for (const auto& account : settings.accounts) {
        config.accounts.push_back({account.name, account.balance});
    }
    config.seed = options.seed;
    config.id_prefix = options.id_prefix;
    return config;
}

} // namespace

Desk::Desk(boost::asio::io_context& io, const SimSettings& settings, const DeskOptions& options)
    : io_(io), settings_(settings), ledger_(options.ledger_path), wire_(options.wire_path),
      venue_(std::make_unique<Venue>(venue_config(settings, options))),
      last_reports_(settings.accounts.size()), flush_timer_(io), last_message_(Clock::now()),
      id_prefix_(options.id_prefix) {
    FrontHooks hooks;
    hooks.message = [this](SessionIndex session, const FIX::Message& message, Timestamp received) {
        take(session, message, received);
    };
    hooks.session = [this](SessionIndex session, bool up) { session_changed(session, up); };
    front_ = std::make_unique<FixFront>(io, settings, wire_, hooks);
    market_data_ = std::make_unique<MarketDataDesk>(
        *venue_, [this](SessionIndex session, FIX::Message& message) {
            if (is_up(session)) front_->session(session).send(message);
        });
    for (std::uint32_t i = 0; i < settings.sessions.size(); ++i) {
        outboxes_.push_back(std::make_unique<Outbox>(
            io, [this, i](FIX::Message& message) { send_now(SessionIndex{i}, message); }));
    }
}

Desk::~Desk() = default;

Result<void> Desk::start() {
    if (!ledger_.good()) return failure("the ledger's file cannot be written");
    if (!wire_.good()) return failure("the wire log's file cannot be written");
    if (auto started = front_->start(); !started) return started;
    at_venue([](Venue& venue, Timestamp now, auto& out) { venue.open(now, out); });
    for (std::size_t i = 0; i < settings_.instruments.size(); ++i) {
        background_timers_.push_back(std::make_unique<boost::asio::steady_timer>(io_));
        if (settings_.instruments[i].background_per_s > 0) arm_background(i);
    }
    if (ledger_.wanted()) arm_flush();
    return {};
}

void Desk::stop() {
    stopping_ = true;
    for (auto& timer : background_timers_) timer->cancel();
    for (auto& timer : held_timers_) timer.cancel();
    for (auto& outbox : outboxes_) outbox->flush();
    flush_timer_.cancel();
    front_->stop();
    ledger_.flush();
}

std::chrono::nanoseconds Desk::quiet_time() const { return Clock::now() - last_message_; }

void Desk::at_venue(const std::function<void(Venue&, Timestamp, std::vector<VenueEvent>&)>& call) {
    call(*venue_, wall_clock_now(), events_);
    if (delivering_) return;
    delivering_ = true;
    while (!events_.empty()) deliver(std::exchange(events_, {}));
    delivering_ = false;
}

void Desk::deliver(const std::vector<VenueEvent>& events) {
    for (const auto& event : events) {
        if (const auto* report = std::get_if<ExecutionReport>(&event)) deliver(*report);
        if (const auto* reject = std::get_if<CancelReject>(&event)) deliver(*reject);
        if (const auto* held = std::get_if<RestHeld>(&event)) hold_rest(*held);
    }
    market_data_->publish(events);
}

std::vector<SessionIndex> Desk::listeners(std::optional<AccountIndex> account, ClientId client,
                                          bool to_client_only) const {
    std::vector<SessionIndex> sessions;
    if (client != script_client) sessions.push_back(SessionIndex{client.index});
    if (!account || to_client_only) return sessions;
    const auto& settings = settings_.accounts[account->index];
    if (client == script_client && settings.session) sessions.push_back(*settings.session);
    if (settings.drop_copy) sessions.push_back(*settings.drop_copy);
    return sessions;
}

void Desk::deliver(const ExecutionReport& report) {
    const auto& order = report.order;
    const auto* contract = order.instrument ? &venue_->contract(*order.instrument) : nullptr;
    ledger_.write(ledger_report(report, contract));
    for (const auto session : listeners(order.account, order.client, report.to_client_only)) {
        send(session, execution_report(report, contract));
    }
    if (report_hook_) report_hook_(report);
}

void Desk::deliver(const CancelReject& reject) {
    ledger_.write(ledger_cancel_reject(reject));
    for (const auto session : listeners(reject.account, reject.client, false)) {
        send(session, order_cancel_reject(reject));
    }
}

void Desk::hold_rest(const RestHeld& held) {
    later(held.after, [this, order = held.order] {
        at_venue([order](Venue& venue, Timestamp now, auto& out) {
            venue.release_rest(order, now, out);
        });
    });
}

void Desk::later(Duration time, std::function<void()> call) {
    held_timers_.emplace_back(io_);
    const auto timer = std::prev(held_timers_.end());
    timer->expires_after(std::chrono::nanoseconds(time.ns));
    timer->async_wait([this, timer, call = std::move(call)](boost::system::error_code error) {
        if (error || stopping_) return;
        const auto run = call; // the timer that holds it goes
        held_timers_.erase(timer);
        run();
    });
}

void Desk::send(SessionIndex session, FIX::Message message) {
    outboxes_[session.index]->put(std::move(message));
}

void Desk::send_now(SessionIndex session, FIX::Message& message) {
    auto& wire = front_->session(session);
    const bool up = wire.is_up();
    const auto sent_at = wall_clock_now();
    const int number = wire.send(message);
    last_message_ = Clock::now();
    remember_report(session, message, number);
    if (!ledger_.wanted()) return;
    LedgerLine line(sent_at, "sent");
    line.add("session", wire.settings().name).add("seq", std::int64_t{number});
    line.add("msgtype", message.getHeader().getField(FIX::FIELD::MsgType));
    line.add_some("exec", find_field(message, FIX::FIELD::ExecID).value_or(""));
    line.add_some("clordid", find_field(message, FIX::FIELD::ClOrdID).value_or(""));
    ledger_.write(line.add("up", up ? "Y" : "N").text());
}

void Desk::remember_report(SessionIndex session, const FIX::Message& message, int number) {
    if (message.getHeader().getField(FIX::FIELD::MsgType) != FIX::MsgType_ExecutionReport) return;
    const auto account = find_field(message, FIX::FIELD::Account);
    const auto index = account ? settings_.find_account(*account) : std::nullopt;
    if (!index) return;
    const auto exec_id = need_field(message, FIX::FIELD::ExecID);
    auto& last = last_reports_[index->index];
    if (!last || last->exec_id != exec_id) last = LastReport{exec_id, message, {}};
    last->sent.emplace_back(session, number);
}

void Desk::session_changed(SessionIndex session, bool up) {
    const auto& settings = settings_.sessions[session.index];
    ledger_.write(LedgerLine(wall_clock_now(), "session")
                      .add("session", settings.name)
                      .add("state", up ? "up" : "down")
                      .text());
    if (!up) market_data_->forget(session);
    if (settings.kind != SessionKind::broker || stopping_) return;
    for (std::uint32_t i = 0; up && i < settings_.accounts.size(); ++i) {
        if (settings_.accounts[i].session == session) report_cash(session, AccountIndex{i}, "");
    }
    if (up || !settings.cancel_on_disconnect) return;
    at_venue([session](Venue& venue, Timestamp now, auto& out) {
        venue.cancel_all(ClientId{session.index}, "canceled on disconnect", now, out);
    });
}

void Desk::report_cash(SessionIndex session, AccountIndex account, const std::string& inquiry) {
    const auto& book = venue_->account(account);
    const auto id = "C" + id_prefix_ + std::to_string(next_collateral_report_++);
    send(session, collateral_report(book.name(), book.cash(),
                                    settings_.instruments.front().contract.currency, id, inquiry,
                                    wall_clock_now()));
}

void Desk::arm_background(std::size_t instrument) {
    auto& timer = *background_timers_[instrument];
    const auto every = std::chrono::nanoseconds(std::chrono::seconds(1)) /
                       settings_.instruments[instrument].background_per_s;
    timer.expires_after(every);
    timer.async_wait([this, instrument](boost::system::error_code error) {
        if (error || stopping_) return;
        at_venue([instrument](Venue& venue, Timestamp now, auto& out) {
            venue.step_background(InstrumentId{static_cast<std::uint32_t>(instrument)}, now, out);
        });
        arm_background(instrument);
    });
}

void Desk::arm_flush() {
    constexpr std::chrono::milliseconds flush_time{100};
    flush_timer_.expires_after(flush_time);
    flush_timer_.async_wait([this](boost::system::error_code error) {
        if (error || stopping_) return;
        ledger_.flush();
        arm_flush();
    });
}

// ---- the script's own trading

void Desk::submit(const NewRequest& request) {
    at_venue([&](Venue& venue, Timestamp now, auto& out) { venue.submit(request, now, out); });
}

void Desk::replace(const ReplaceRequest& request) {
    at_venue([&](Venue& venue, Timestamp now, auto& out) { venue.replace(request, now, out); });
}

void Desk::cancel(const CancelRequest& request) {
    at_venue([&](Venue& venue, Timestamp now, auto& out) { venue.cancel(request, now, out); });
}

Result<void> Desk::move_to(InstrumentId instrument, Price price) {
    Result<void> moved;
    at_venue([&](Venue& venue, Timestamp now, auto& out) {
        moved = venue.move_to(instrument, price, now, out);
        const auto& from = venue.contract(instrument);
        for (std::uint32_t i = 0; moved && i < settings_.instruments.size(); ++i) {
            if (settings_.instruments[i].moves_with != instrument) continue;
            const InstrumentId with{i};
            moved = venue.move_to(
                with, convert_price(from, venue.contract(with), price, PriceRounding::down), now,
                out);
        }
    });
    return moved;
}

void Desk::set_phase(InstrumentId instrument, Phase phase) {
    at_venue([&](Venue& venue, Timestamp now, auto& out) {
        venue.set_phase(instrument, phase, now, out);
    });
}

// ---- faults

void Desk::reject_next(Rejectable what, AccountIndex account, std::int64_t count,
                       std::string text) {
    venue_->reject_next(what, account, count, std::move(text));
}

void Desk::fill_next_partly(AccountIndex account, Quantity first,
                            std::optional<Duration> rest_after) {
    venue_->fill_next_partly(account, first, rest_after);
}

void Desk::delay(SessionIndex session, Duration time) { outboxes_[session.index]->set_delay(time); }

bool Desk::duplicate_last(AccountIndex account, DuplicateAs as) {
    const auto last = last_reports_[account.index];
    if (!last) return false;
    for (const auto& [session, number] : last->sent) {
        if (as == DuplicateAs::poss_dup) {
            front_->session(session).send_again(number);
            continue;
        }
        FIX::Message message = last->message;
        if (as == DuplicateAs::poss_resend) {
            set_field(message.getHeader(), FIX::FIELD::PossResend, 'Y');
        }
        send_now(session, message);
    }
    return true;
}

} // namespace lockstep::sim
