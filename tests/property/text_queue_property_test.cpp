// Texts come out as they went in, in their order, whatever came and went before.
#include "router/text_queue.hpp"

#include "proto/archive.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <deque>
#include <string>

namespace lockstep {
namespace {

void expect_holds(const TextQueue& queue, const std::deque<std::string>& texts) {
    RC_ASSERT(queue.size() == texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) RC_ASSERT(queue[i] == texts[i]);
}

RC_GTEST_PROP(TextQueue, holds_what_was_pushed_and_not_popped, ()) {
    TextQueue queue;
    std::deque<std::string> texts;
    const int moves = *rc::gen::inRange(0, 300);
    for (int i = 0; i < moves; ++i) {
        if (!texts.empty() && *rc::gen::inRange(0, 3) == 0) {
            queue.pop();
            texts.pop_front();
        } else {
            texts.emplace_back(*rc::gen::inRange(0, 256), static_cast<char>('a' + i % 26));
            queue.push(texts.back());
        }
        expect_holds(queue, texts);
    }
    std::string bytes;
    ByteSink sink(bytes);
    StateWriter writer(sink);
    writer(queue);
    TextQueue read;
    StateReader reader(bytes, 0);
    reader(read);
    RC_ASSERT(reader.finish().has_value());
    expect_holds(read, texts);
}

} // namespace
} // namespace lockstep
