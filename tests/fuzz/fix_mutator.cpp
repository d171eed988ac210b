// Changes FIX streams where it tells: whole messages and fields are moved, repeated and replaced,
// and then lengths, checksums and numbers are mostly put right, so that the change is not stopped
// at the first door. The first byte of an input is the target's own.
#include "fuzz/target.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <vector>

namespace lockstep::fuzz {
namespace {

constexpr char soh = '\1';
using Random = std::minstd_rand;
using Fields = std::vector<std::string>; // "35=8", ..., without 8=, 9= and 10=

std::size_t below(Random& random, std::size_t count) { return random() / 7 % count; }
bool one_in(Random& random, std::size_t count) { return below(random, count) == 0; }

struct Message {
    std::string begin = "FIX.4.4";
    Fields fields;
    std::string tail; // bytes that are no field
};

std::vector<Message> parse(std::string_view stream) {
    std::vector<Message> messages;
    while (!stream.empty()) {
        const std::size_t end = std::min(stream.find(soh), stream.size());
        const std::string_view field = stream.substr(0, end);
        stream.remove_prefix(std::min(end + 1, stream.size()));
        if (field.starts_with("8=") || messages.empty()) {
            messages.emplace_back();
            if (field.starts_with("8=")) messages.back().begin = field.substr(2);
            if (field.starts_with("8=")) continue;
        }
        if (field.starts_with("9=") || field.starts_with("10=")) continue;
        messages.back().fields.emplace_back(field);
    }
    return messages;
}

std::string bytes_of(const Message& message) {
    std::string body;
    for (const std::string& field : message.fields) body += field + soh;
    std::string bytes =
        "8=" + message.begin + soh + "9=" + std::to_string(body.size()) + soh + body;
    unsigned sum = 0;
    for (const char c : bytes) sum += static_cast<unsigned char>(c);
    std::array<char, 16> trailer{};
    std::snprintf(trailer.data(), trailer.size(), "10=%03u\1", sum % 256U);
    return bytes + trailer.data();
}

const std::string& any_value(Random& random) {
    static const std::vector<std::string> values{"0",
                                                 "1",
                                                 "-1",
                                                 "2",
                                                 "7",
                                                 "0.5",
                                                 "1e3",
                                                 "NaN",
                                                 "Inf",
                                                 "",
                                                 "Y",
                                                 "N",
                                                 "A",
                                                 "8",
                                                 "F",
                                                 "H",
                                                 "G",
                                                 "4500.25",
                                                 "4500.26",
                                                 "-3.75",
                                                 "00.250",
                                                 "0.12345678901234567890",
                                                 "9223372036854775807",
                                                 "9223372036854775808",
                                                 "2147483647",
                                                 "2147483648",
                                                 "4294967296",
                                                 "999999999",
                                                 "20260105-14:30:00",
                                                 "20260105-14:30:00.123456789",
                                                 "19700101-00:00:00",
                                                 "20260105-23:59:60",
                                                 "99991231-23:59:59",
                                                 "ES",
                                                 "CLZ4",
                                                 "LEAD1",
                                                 "F1",
                                                 "F2",
                                                 "L1-1",
                                                 "L1-2",
                                                 "PEER",
                                                 "LOCKSTEP",
                                                 "\xc3\xa9\xff",
                                                 "8=FIX.4.4"};
    return values[below(random, values.size())];
}

int any_tag(Random& random) {
    static constexpr std::array tags{
        1,   6,   7,   10,  11,  14,  16,  17,  18,  19,  20,  31,  32,  34,  35,  36,
        37,  38,  39,  40,  41,  43,  44,  45,  48,  49,  52,  54,  55,  56,  58,  59,
        60,  75,  90,  91,  95,  96,  97,  98,  99,  102, 103, 108, 112, 122, 123, 126,
        141, 150, 151, 198, 200, 207, 212, 213, 262, 263, 268, 269, 270, 271, 354, 355,
        371, 372, 373, 378, 379, 380, 382, 434, 442, 453, 447, 448, 452, 553, 554, 555,
        600, 654, 702, 703, 704, 705, 710, 715, 721, 789, 900, 901, 909, 921, 925};
    return tags[below(random, tags.size())];
}

void change_value(std::string& field, Random& random) {
    const std::size_t equals = std::min(field.find('='), field.size());
    if (one_in(random, 2)) {
        field = field.substr(0, equals) + "=" + any_value(random);
        return;
    }
    std::string value = field.substr(std::min(equals + 1, field.size()));
    const std::size_t size = value.size();
    value.resize(size + 16);
    value.resize(
        LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(value.data()), size, value.size()));
    std::ranges::replace(value, soh, '|');
    field = field.substr(0, equals) + "=" + value;
}

void change_fields(Fields& fields, Random& random) {
    if (fields.empty()) {
        fields.push_back("35=8");
        return;
    }
    const std::size_t at = below(random, fields.size());
    const auto place = fields.begin() + static_cast<std::ptrdiff_t>(at);
    switch (below(random, 8)) {
    case 0: fields.erase(place); break;
    case 1: fields.insert(place, std::string(fields[below(random, fields.size())])); break;
    case 2: std::swap(fields[at], fields[below(random, fields.size())]); break;
    case 3:
        fields.insert(place + 1, std::to_string(any_tag(random)) + "=" + any_value(random));
        break;
    case 4:
        fields[at] = std::to_string(any_tag(random)) +
                     fields[at].substr(std::min(fields[at].find('='), fields[at].size()));
        break;
    default: change_value(fields[at], random); break;
    }
}

void change_messages(std::vector<Message>& messages, Random& random) {
    const std::size_t at = below(random, messages.size());
    const auto place = messages.begin() + static_cast<std::ptrdiff_t>(at);
    switch (below(random, 8)) {
    case 0:
        if (messages.size() > 1) messages.erase(place);
        break;
    case 1: messages.insert(place, Message(messages[below(random, messages.size())])); break;
    case 2: std::swap(messages[at], messages[below(random, messages.size())]); break;
    default: change_fields(messages[at].fields, random); break;
    }
}

// Numbers that rise by one, as a session expects them.
void renumber(std::vector<Message>& messages, int first) {
    for (Message& message : messages) {
        for (std::string& field : message.fields) {
            if (!field.starts_with("34=")) continue;
            field = "34=" + std::to_string(first++);
            break;
        }
    }
}

std::string changed(std::string_view stream, Random& random, bool logs_on_first) {
    std::vector<Message> messages = parse(stream);
    if (messages.empty()) messages.emplace_back();
    do {
        change_messages(messages, random);
    } while (!one_in(random, 3));
    if (!one_in(random, 3)) renumber(messages, logs_on_first ? 2 : 1);
    std::string bytes;
    for (const Message& message : messages) bytes += bytes_of(message);
    return bytes;
}

} // namespace
} // namespace lockstep::fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t size_max, unsigned seed) {
    using namespace lockstep::fuzz;
    Random random(seed);
    if (size < 2 || one_in(random, 10)) return LLVMFuzzerMutate(data, size, size_max);
    const std::string bytes = changed(text_of(data + 1, size - 1), random, (data[0] & 1) != 0);
    const std::size_t kept = std::min(bytes.size(), size_max - 1);
    std::copy_n(bytes.begin(), kept, data + 1);
    return 1 + kept;
}
