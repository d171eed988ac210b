// Texts come out as they went in, in their order, whatever came and went before.
#include "router/text_queue.hpp"

#include "proto/archive.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <deque>
#include <string>
#include <utility>

namespace lockstep {
namespace {

void expect_holds(const TextQueue& queue, const std::deque<std::string>& texts) {
    RC_ASSERT(queue.size() == texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        RC_ASSERT(queue[i] == texts[i]);
        RC_ASSERT(queue.find(texts[i]) == i);
    }
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
            const std::string text(*rc::gen::inRange(0, 256), *rc::gen::element('a', 'b', 'c'));
            const bool is_new = std::ranges::find(texts, text) == texts.end();
            RC_ASSERT(queue.find(text).has_value() != is_new);
            RC_ASSERT(queue.push(text) == is_new);
            if (is_new) texts.push_back(text);
        }
        expect_holds(queue, texts);
    }
    std::string bytes;
    ByteSink sink(bytes);
    StateWriter writer(sink);
    writer(queue);
    TextQueue moved = std::move(queue);
    expect_holds(moved, texts);
    TextQueue read;
    StateReader reader(bytes, 0);
    reader(read);
    RC_ASSERT(reader.finish().has_value());
    expect_holds(read, texts);
}

} // namespace
} // namespace lockstep
