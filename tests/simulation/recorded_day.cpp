#include "simulation/recorded_day.hpp"

#include "journal/describe.hpp"
#include "journal/reader.hpp"

#include <algorithm>
#include <sstream>

namespace lockstep::simulation {
namespace {

std::string terms_text(const OrderTerms& terms, const Instrument& instrument) {
    std::string text = std::string(name(terms.side)) + " " + std::string(name(terms.type));
    if (terms.price) text += " " + format_price(instrument, *terms.price);
    if (terms.stop_price) text += " stop " + format_price(instrument, *terms.stop_price);
    return text;
}

std::string answer_text(const Command& command, const RouterConfig& config) {
    const auto account = [&](FollowerId id) { return config.followers[id.index].account; };
    const auto& instruments = config.instruments;
    std::ostringstream text;
    if (const auto* sent = std::get_if<Approved<NewOrder>>(&command)) {
        const NewOrder& it = sent->order();
        text << "new " << it.cl_ord_id << " " << account(it.follower) << " "
             << terms_text(it.terms, instruments[it.instrument.index]) << " " << it.quantity << " "
             << instruments[it.instrument.index].symbol;
    } else if (const auto* change = std::get_if<Approved<ReplaceOrder>>(&command)) {
        const ReplaceOrder& it = change->order();
        text << "change " << it.orig_cl_ord_id << " to " << it.cl_ord_id << " "
             << account(it.follower) << " "
             << terms_text(it.terms, instruments[it.instrument.index]) << " " << it.total;
    } else if (const auto* cancel = std::get_if<Approved<CancelOrder>>(&command)) {
        text << "cancel " << cancel->order().orig_cl_ord_id << " by " << cancel->order().cl_ord_id
             << " " << account(cancel->order().follower);
    } else if (const auto* question = std::get_if<StatusRequest>(&command)) {
        text << "asks after " << question->cl_ord_id << " " << account(question->follower);
    } else if (const auto* notice = std::get_if<Notice>(&command)) {
        text << "says " << (notice->follower ? account(*notice->follower) + " " : "")
             << name(notice->reason) << ": " << notice->text;
    } else if (const auto* decision = std::get_if<Decision>(&command)) {
        text << "decides for " << account(decision->follower) << ": " << decision->orders
             << " orders, " << name(decision->reason);
    }
    return text.str();
}

void note_model(RecordedDay& day, const Command& command) {
    const auto* const sent = std::get_if<Approved<NewOrder>>(&command);
    if (sent == nullptr || !can_rest(sent->order().terms)) return;
    const NewOrder& order = sent->order();
    const auto working = day.router.working_orders(order.follower);
    const auto found = std::ranges::find(working, order.cl_ord_id, &WorkingOrderView::cl_ord_id);
    if (found != working.end()) day.models[order.cl_ord_id.str()] = found->stands_for.str();
}

} // namespace

RecordedDay::RecordedDay(const Plan& plan)
    : router(plan.settings.router), names(names_of(plan.settings)) {}

void read_on(RecordedDay& day, const std::filesystem::path& journal, Story& story) {
    const auto trouble = [&](const Error& error) {
        story.broken(Broken::lost, VirtualClock::now_ns(), "the journal: " + error.what);
    };
    auto reader = JournalReader::open(journal);
    if (!reader) return trouble(reader.error());
    std::size_t known = day.events.size();
    while (true) {
        const auto record = reader->next();
        if (!record) trouble(record.error());
        if (!record || !*record) break;
        if ((*record)->type != RecordType::event) continue;
        if (known > 0) {
            --known;
            continue;
        }
        auto event = read_event(**record, day.names);
        if (!event) {
            trouble(event.error());
            break;
        }
        std::vector<Command> answers;
        day.router.step(*event, answers);
        for (const Command& command : answers) note_model(day, command);
        day.events.push_back(std::move(*event));
        day.answers.push_back(std::move(answers));
    }
}

void tell_day(const Plan& plan, const RecordedDay& day, Story& story) {
    for (std::size_t i = 0; i < day.events.size(); ++i) {
        std::string line = describe(day.events[i], day.names);
        line.erase(0, line.find(' ') + 1); // its time
        story.tell(day.events[i].time.ns, "  gateway #" + line);
        for (const Command& command : day.answers[i]) {
            story.tell(day.events[i].time.ns, "    " + answer_text(command, plan.settings.router));
        }
    }
}

} // namespace lockstep::simulation
