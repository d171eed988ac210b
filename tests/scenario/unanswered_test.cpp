// Orders that their broker does not answer.
#include "scenario/desk.hpp"

#include <gtest/gtest.h>

#include <string>

namespace lockstep::scenario {
namespace {

// A broker that is behind is not buried under questions: ten at a time, and those first that have
// waited longest.
TEST(ManyUnanswered, are_asked_after_ten_at_a_time) {
    Desk desk(Broker::silent);
    desk.follower("F");
    for (int i = 1; i <= 25; ++i) {
        desk.play({{"leader buys 1", "o" + std::to_string(i) + " buy 1 market"}});
    }
    const auto asks = [](int first, int last) {
        std::string words;
        for (int i = first; i <= last; ++i) {
            words += (words.empty() ? "ask o" : "; ask o") + std::to_string(i);
        }
        return words;
    };
    desk.play({
        {"wait 5000", asks(1, 10)},
        {"wait 2000", asks(11, 20)},
        {"o1 fills 1", ""},
        {"o21 fills 1", ""},
        {"wait 2000", asks(22, 25) + "; " + asks(2, 7)},
    });
}

} // namespace
} // namespace lockstep::scenario
