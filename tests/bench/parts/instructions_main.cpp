// What callgrind counts: the same work each time, in three functions that it is told to collect
// apart. One leader, a hundred followers.
//
//     instructions decode|step|encode
#include "bench/parts/world.hpp"
#include "fix/fix44.hpp"
#include "fix/fix44_order_text.hpp"
#include "fix/fix44_time.hpp"
#include "fix/message_head.hpp"

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>

namespace lockstep::bench {

constexpr int followers = 100;
constexpr int warm_up_events = 60;
constexpr int measured_events = 40;

// Named for callgrind's --toggle-collect, so not inlined and not hidden.
[[gnu::noinline]] void measured_decode(const std::string& text, const fix44::Context& context) {
    const FIX::Message message(text, false);
    const auto reading = fix44::decode(message, context);
    if (!reading) std::abort();
}

[[gnu::noinline]] void measured_step(World& world, const Event& event,
                                     std::vector<Command>& commands) {
    world.step(event, commands);
}

[[gnu::noinline]] void measured_encode(const std::vector<Command>& commands,
                                       fix44::OrderTexts& texts, MessageHead& head,
                                       fix44::UtcTimeText& time, SummedText& body, Timestamp now) {
    int number = 1'000;
    for (const Command& command : commands) {
        const auto* order = std::get_if<Approved<NewOrder>>(&command);
        if (order == nullptr) continue;
        body.clear();
        const NewOrder& it = order->order();
        texts.of(it.follower, it.instrument).write(it, time.at(now), body);
        head.complete("D", ++number, now, body);
    }
}

namespace {

std::string fill_text() {
    std::string text =
        "8=FIX.4.4|9=230|35=8|34=12345|49=LEADER|52=20260105-15:00:01.500|56=LOCKSTEP|1=LEAD1|"
        "6=5000.00|11=L77|14=1|17=E77|31=5000.00|32=1|37=L77|38=1|39=2|40=1|54=1|55=ES|59=0|"
        "60=20260105-15:00:01.500|150=F|151=0|10=000|";
    std::ranges::replace(text, '|', '\x01');
    return text;
}

void run() {
    World world(followers);
    const RouterConfig config = world_config(followers);
    const fix44::Context context = fix44::make_context(config, SessionIndex{0}, nullptr);
    fix44::OrderTexts texts(config);
    fix44::UtcTimeText time;
    MessageHead head("FIX.4.4", "LOCKSTEP", "BROKER", 3);
    SummedText body;
    std::vector<Command> commands;
    const std::string text = fill_text();
    std::size_t orders = 0;
    for (int i = 0; i < warm_up_events + measured_events; ++i) {
        const Event event = world.next_fill();
        if (i < warm_up_events) {
            world.step(event, commands);
        } else {
            measured_decode(text, context);
            measured_step(world, event, commands);
            measured_encode(commands, texts, head, time, body, event.time);
            orders += static_cast<std::size_t>(
                std::ranges::count_if(commands, [](const Command& command) {
                    return std::holds_alternative<Approved<NewOrder>>(command);
                }));
        }
        world.answer(commands);
    }
    std::printf("%d events, %zu orders\n", measured_events, orders);
}

} // namespace
} // namespace lockstep::bench

int main() { lockstep::bench::run(); }
