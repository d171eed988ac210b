// What the console's thread asks of the engine.
#include "engine/engine.hpp"

#include "fix/wall_clock.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace lockstep {

namespace {

// A picture this young is good enough for whoever asks, so that asking often costs nothing.
constexpr Duration picture_age_max = Duration::milliseconds(100);

StatusPrinter printer_of(std::shared_ptr<const ShownPicture> picture) {
    return [picture = std::move(picture)] { return picture->json(); };
}

bool resumes(const ConsoleAction& action) {
    const auto* accounts = std::get_if<AccountsAction>(&action);
    return accounts != nullptr && accounts->action == OperatorAction::resume;
}

} // namespace

ConsoleHooks Engine::console_hooks() {
    return {.status = [this](auto answer) { show(std::move(answer)); },
            .act =
                [this](ConsoleAction action, auto answer) {
                    boost::asio::post(io_, [this, action = std::move(action),
                                            answer = std::move(answer)] { answer(act(action)); });
                }};
}

void Engine::show(std::function<void(StatusPrinter)> answer) {
    if (auto fresh = fresh_picture(wall_clock_now())) {
        answer(printer_of(std::move(fresh)));
        return;
    }
    boost::asio::post(io_, [this, answer = std::move(answer)] { answer(printer_of(picture())); });
}

std::shared_ptr<const ShownPicture> Engine::fresh_picture(Timestamp now) {
    const std::lock_guard lock(picture_mutex_);
    const bool fresh = newest_picture_ && now - newest_picture_->taken() < picture_age_max;
    return fresh ? newest_picture_ : nullptr;
}

std::shared_ptr<const ShownPicture> Engine::picture() {
    const Timestamp now = wall_clock_now();
    if (auto fresh = fresh_picture(now)) return fresh;
    Picture picture = take_picture(frame_, core_, now);
    const JournalWriter& writer = journal_.writer();
    const auto error = writer.error();
    picture.journal.segment = writer.segment();
    picture.journal.space_low = writer.space_low();
    picture.journal.error = error ? error->what : std::string();
    picture.latency = latency_.summary();
    for (std::uint32_t i = 0; i < settings_.sessions.size(); ++i) {
        picture.sessions.push_back(host_->status(SessionIndex{i}));
    }
    auto taken = std::make_shared<const ShownPicture>(std::move(picture));
    const std::lock_guard lock(picture_mutex_);
    newest_picture_ = taken;
    return taken;
}

// Whoever acts and then looks sees what came of it.
void Engine::forget_picture() {
    const std::lock_guard lock(picture_mutex_);
    newest_picture_.reset();
}

ActionOutcome Engine::act(const ConsoleAction& action) {
    ActionOutcome outcome;
    outcome.kind = ActionOutcome::Kind::unavailable;
    outcome.text = failed_ ? "the journal has failed" : "the gateway is stopping";
    if (stopping_) return outcome;
    auto order = understand(action, settings_.router);
    if (!order) {
        outcome.kind = ActionOutcome::Kind::unknown_name;
        outcome.text = order.error().what;
        return outcome;
    }
    look_for_the_kill_file();
    if (kill_file_.is_there() && resumes(action)) {
        outcome.kind = ActionOutcome::Kind::refused;
        outcome.text = "the kill file holds every account; remove " + kill_file_.path().string() +
                       ", then resume";
        return outcome;
    }
    if (const auto* position = std::get_if<StatePosition>(&action)) {
        log_->info("an operator states that {} holds {} {}: {}", position->leader,
                   position->position.net, position->symbol, position->reason);
    }
    const auto taken = take(std::move(order->event), wall_clock_now());
    if (!taken) {
        outcome.text = "the journal has failed: nothing was done";
        return outcome;
    }
    forget_picture();
    outcome.kind = ActionOutcome::Kind::done;
    outcome.text.clear();
    outcome.sequence = taken->sequence;
    outcome.orders_sent = taken->orders_sent + release();
    outcome.accounts = stand(core_.router(), order->accounts);
    return outcome;
}

} // namespace lockstep
