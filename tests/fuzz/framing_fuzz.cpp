// The framing: any bytes, cut anywhere. What comes out does not depend on the cuts, every message
// has a true frame, and no more is held than the bound.
#include "fix/framing.hpp"

#include "fuzz/target.hpp"

#include <algorithm>
#include <vector>

namespace lockstep::fuzz {
namespace {

struct Seen {
    Framer::Outcome outcome;
    FramingFault fault;
    std::string bytes; // of a message; the words of a fault may show what has come so far
    bool operator==(const Seen&) const = default;
};

void expect_true_frame(const Frame& frame) {
    const std::string_view bytes = frame.bytes;
    promise(bytes.starts_with("8=FIX") && bytes.ends_with(soh),
            "a message from 8= to its last SOH");
    const std::size_t trailer = bytes.size() - 7;
    promise(bytes.substr(trailer, 3) == "10=", "a message ends with 10=ddd");
    unsigned sum = 0;
    for (const char c : bytes.substr(0, trailer)) sum += static_cast<unsigned char>(c);
    promise(plain_number(bytes.substr(trailer + 3, 3)) == static_cast<int>(sum % 256U),
            "10= is the sum of the bytes");
    const std::size_t body = bytes.find(soh, bytes.find(soh) + 1) + 1;
    const std::string_view length = bytes.substr(0, body - 1).substr(bytes.find(soh) + 3);
    promise(plain_number(length) == static_cast<int>(trailer - body), "9= counts the body");
    promise(!frame.msg_type.empty() && bytes.substr(body).starts_with("35="), "35= comes third");
}

// Takes what the bytes give, until there is nothing; false when the stream is broken.
bool take_all(Framer& framer, std::vector<Seen>& seen) {
    for (;;) {
        const Framer::Outcome outcome = framer.take();
        switch (outcome) {
        case Framer::Outcome::nothing: return true;
        case Framer::Outcome::message:
            expect_true_frame(framer.frame());
            seen.push_back({outcome, FramingFault::none, std::string(framer.frame().bytes)});
            break;
        case Framer::Outcome::garbled:
        case Framer::Outcome::broken:
            promise(framer.fault() != FramingFault::none && !framer.what().empty(),
                    "a fault has a name and words");
            seen.push_back({outcome, framer.fault(), {}});
            if (outcome == Framer::Outcome::broken) return false;
            break;
        }
    }
}

std::vector<Seen> read(std::string_view bytes, std::size_t bound, std::string_view cuts) {
    Framer framer(bound);
    std::vector<Seen> seen;
    std::size_t cut = 0;
    while (!bytes.empty()) {
        const std::size_t wanted =
            cuts.empty() ? bytes.size()
                         : std::size_t{1} + static_cast<unsigned char>(cuts[cut++ % cuts.size()]);
        const std::size_t size = std::min(wanted, bytes.size());
        framer.feed(bytes.substr(0, size));
        const bool goes_on = take_all(framer, seen);
        if (!goes_on) break;
        // A message at the bound, its 8=, 9= and 10=, and what came with its last byte.
        promise(framer.bytes_held() <= bound + 64 + size, "no more is held than the bound");
        bytes.remove_prefix(size);
    }
    return seen;
}

} // namespace
} // namespace lockstep::fuzz

// One byte says how many bytes of cuts follow; the rest is the stream.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace lockstep;
    std::string_view bytes = fuzz::text_of(data, size);
    const std::size_t cut_count = fuzz::take_byte(bytes) % 8;
    const std::string_view cuts = bytes.substr(0, cut_count);
    bytes.remove_prefix(cuts.size());

    const auto whole = fuzz::read(bytes, default_message_bytes_max, {});
    const auto in_pieces = fuzz::read(bytes, default_message_bytes_max, cuts.empty() ? "\0" : cuts);
    // Bytes beyond the bound may come together with the end of a message that is skipped.
    if (bytes.size() <= default_message_bytes_max) {
        fuzz::promise(whole == in_pieces, "the cuts change nothing");
    }
    constexpr std::size_t small_bound = 64;
    fuzz::read(bytes, small_bound, cuts);
    return 0;
}
