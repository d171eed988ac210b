// A fuzz target as a test, without libFuzzer: it takes its kept corpus, and then for some seconds
// what blind changes make of it. LOCKSTEP_FUZZ_SECONDS says how long, LOCKSTEP_FUZZ_SEED repeats a
// run, LOCKSTEP_FUZZ_INPUT takes one file alone.
#include "fuzz/dictionary.hpp"
#include "fuzz/target.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <unistd.h>
#include <vector>

extern "C" {
// A target may have one of its own, and the sanitizers may be off.
__attribute__((weak)) std::size_t LLVMFuzzerCustomMutator(std::uint8_t*, std::size_t, std::size_t,
                                                          unsigned);
__attribute__((weak)) void __sanitizer_set_death_callback(void (*)());
}

namespace lockstep::fuzz {
namespace {

namespace fs = std::filesystem;
using Input = std::vector<std::uint8_t>;

constexpr std::size_t input_bytes_max = 4096;
constexpr unsigned input_seconds_max = 10;
constexpr const char* finding_file = "finding-" LOCKSTEP_FUZZ_NAME;

std::mt19937_64 random_numbers; // seeded before it is used, with a seed that is told
const Input* running = nullptr;

std::size_t below(std::size_t count) { return random_numbers() % count; }

long number_from(const char* variable, long otherwise) {
    const char* const text = std::getenv(variable);
    return text == nullptr ? otherwise : std::atol(text);
}

// The input that ends the process is kept, whatever ends it.
void keep_finding() {
    if (running == nullptr) return;
    std::ofstream file(finding_file, std::ios::binary);
    file.write(reinterpret_cast<const char*>(running->data()),
               static_cast<std::streamsize>(running->size()));
    file.close();
    std::fprintf(stderr, "the input is kept in %s; again: LOCKSTEP_FUZZ_INPUT=%s %s\n",
                 finding_file, finding_file, LOCKSTEP_FUZZ_NAME "_fuzz_smoke");
    running = nullptr;
}

void on_signal(int number) {
    if (number == SIGALRM) std::fprintf(stderr, "the input takes too long\n");
    keep_finding();
    std::signal(number, SIG_DFL);
    std::raise(number);
}

void catch_findings() {
    std::signal(SIGABRT, on_signal);
    std::signal(SIGALRM, on_signal);
    if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(keep_finding);
}

void run(const Input& input) {
    running = &input;
    ::alarm(input_seconds_max);
    LLVMFuzzerTestOneInput(input.data(), input.size());
    ::alarm(0);
    running = nullptr;
}

Input read_input(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<Input> kept_corpus() {
    std::vector<fs::path> paths;
    const fs::path folder =
        fs::path(LOCKSTEP_SOURCE_DIR) / "tests/fuzz/corpus" / LOCKSTEP_FUZZ_NAME;
    for (const auto& entry : fs::directory_iterator(folder)) paths.push_back(entry.path());
    std::ranges::sort(paths);
    std::vector<Input> inputs;
    for (const fs::path& path : paths) inputs.push_back(read_input(path));
    return inputs;
}

Input changed(const std::vector<Input>& corpus) {
    Input input = corpus[below(corpus.size())];
    std::size_t size = std::min(input.size(), input_bytes_max);
    input.resize(input_bytes_max);
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
        size = LLVMFuzzerCustomMutator != nullptr
                   ? LLVMFuzzerCustomMutator(input.data(), size, input_bytes_max,
                                             static_cast<unsigned>(random_numbers()))
                   : LLVMFuzzerMutate(input.data(), size, input_bytes_max);
    }
    input.resize(size);
    return input;
}

TEST(FuzzSmoke, TakesTheKeptCorpus) {
    catch_findings();
    if (const char* const file = std::getenv("LOCKSTEP_FUZZ_INPUT")) {
        run(read_input(file));
        return;
    }
    const auto corpus = kept_corpus();
    EXPECT_GE(corpus.size(), 10U);
    for (const Input& input : corpus) run(input);
}

TEST(FuzzSmoke, TakesWhatChangesMakeOfIt) {
    catch_findings();
    const long seed = number_from("LOCKSTEP_FUZZ_SEED", static_cast<long>(std::random_device{}()));
    const auto corpus = kept_corpus();
    ASSERT_FALSE(corpus.empty());
    random_numbers.seed(static_cast<std::uint64_t>(seed));
    const auto length = std::chrono::seconds(number_from("LOCKSTEP_FUZZ_SECONDS", 12));
    const auto begin = std::chrono::steady_clock::now();
    std::uint64_t runs = 0;
    for (; std::chrono::steady_clock::now() - begin < length; ++runs) run(changed(corpus));
    std::printf("%s: seed %ld, %llu inputs made of %zu, in %lld s\n", LOCKSTEP_FUZZ_NAME, seed,
                static_cast<unsigned long long>(runs), corpus.size(),
                static_cast<long long>(length.count()));
    EXPECT_GT(runs, 0U);
}

} // namespace
} // namespace lockstep::fuzz

// Blind changes: bits, bytes, runs, and words of the dictionary.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size,
                                        std::size_t size_max) {
    using namespace lockstep::fuzz;
    static const std::vector<std::string> words =
        read_dictionary(LOCKSTEP_SOURCE_DIR "/tests/fuzz/" LOCKSTEP_FUZZ_NAME ".dict");
    std::vector<std::uint8_t> bytes(data, data + size);
    const auto place = [&](std::size_t at) {
        return bytes.begin() + static_cast<std::ptrdiff_t>(at);
    };
    const std::size_t at = below(size + 1);
    const std::size_t count = std::min(size - at, 1 + below(16));
    switch (size == 0 ? 0 : below(7)) {
    case 0:
        bytes.insert(place(at), 1 + below(8), static_cast<std::uint8_t>(random_numbers()));
        break;
    case 1: bytes.erase(place(at), place(at + count)); break;
    case 2: bytes[at % size] ^= static_cast<std::uint8_t>(1U << below(8)); break;
    case 3: bytes[at % size] = static_cast<std::uint8_t>(random_numbers()); break;
    case 4: {
        const std::vector<std::uint8_t> run(place(at), place(at + count));
        bytes.insert(place(below(size + 1)), run.begin(), run.end());
        break;
    }
    default: {
        const std::string& word = words[below(words.size())];
        if (below(2) == 0) bytes.erase(place(at), place(at + std::min(count, word.size())));
        bytes.insert(place(at), word.begin(), word.end());
        break;
    }
    }
    bytes.resize(std::min(bytes.size(), size_max));
    std::ranges::copy(bytes, data);
    return bytes.size();
}
