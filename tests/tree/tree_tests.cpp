// The house rules, read from the tree itself; and each rule seen to fail on a tree that breaks it.
#include "tree/rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace lockstep::tree {
namespace {

const Tree& this_tree() {
    static const Tree tree = read_tree(LOCKSTEP_SOURCE_DIR);
    return tree;
}

#define EXPECT_NOTHING_FOUND(expression)                                                           \
    do {                                                                                           \
        const auto findings = (expression);                                                        \
        EXPECT_TRUE(findings.empty()) << to_text(findings);                                        \
    } while (false)

TEST(ThisTree, IsRead) {
    EXPECT_GT(this_tree().size(), 40U);
    EXPECT_EQ(std::ranges::count(this_tree(), "tests/tree/tree_tests.cpp", &SourceFile::path), 1);
}
TEST(ThisTree, ArrowsPointOneWay) { EXPECT_NOTHING_FOUND(broken_arrows(this_tree())); }
TEST(ThisTree, CoreIsPure) { EXPECT_NOTHING_FOUND(impure_core(this_tree())); }
TEST(ThisTree, QuickFixHasOneDoor) { EXPECT_NOTHING_FOUND(doors_to_quickfix(this_tree())); }
TEST(ThisTree, HasGoodForm) { EXPECT_NOTHING_FOUND(bad_form(this_tree())); }
TEST(ThisTree, LinksLeadSomewhere) { EXPECT_NOTHING_FOUND(dead_links(this_tree())); }
TEST(ThisTree, ReasonsAreExplained) { EXPECT_NOTHING_FOUND(unexplained_reasons(this_tree())); }
TEST(ThisTree, PagesNameTestsThatThereAre) { EXPECT_NOTHING_FOUND(unknown_tests(this_tree())); }
TEST(ThisTree, TopLevelIsAgreed) {
    EXPECT_NOTHING_FOUND(strange_top_level(top_level_names(LOCKSTEP_SOURCE_DIR)));
}

// --- each rule can fail ------------------------------------------------------------------------

struct Snippet {
    std::string path;
    std::string text;
    std::string finding; // empty: good
};

// Judges each snippet alone, beside files that includes may find.
void judge(const std::function<std::vector<Finding>(const Tree&)>& rule, const Tree& beside,
           const std::vector<Snippet>& snippets) {
    for (const Snippet& snippet : snippets) {
        Tree tree = beside;
        tree.push_back({snippet.path, snippet.text});
        const std::string expected =
            snippet.finding.empty() ? "" : snippet.path + ":" + snippet.finding + "\n";
        EXPECT_EQ(to_text(rule(tree)), expected) << snippet.path << "\n" << snippet.text;
    }
}

TEST(Arrows, AreBrokenByAnySpelling) {
    const Tree beside{
        {"proto/include/proto/values.hpp", ""}, {"proto/codec/include/codec/codec.hpp", ""},
        {"risk/include/risk/limits.hpp", ""},   {"router/include/router/router.hpp", ""},
        {"router/src/leader_book.hpp", ""},     {"gateway/fix/quickfix.hpp", ""},
        {"gateway/engine/engine.hpp", ""},      {"gateway/journal/reader.hpp", ""},
        {"sim/matching/exchange.hpp", ""},      {"sim/venue/venue.hpp", ""},
    };
    judge(
        broken_arrows, beside,
        {
            {"risk/src/a.cpp", "#include \"proto/values.hpp\"\n", ""},
            {"risk/src/a.cpp", "#include \"router/router.hpp\"\n",
             "1: risk may not include router (\"router/router.hpp\")"},
            {"risk/src/a.cpp", "#include <router/router.hpp>\n",
             "1: risk may not include router (\"router/router.hpp\")"},
            {"risk/src/a.cpp", "\n  #  include \"../../router/src/leader_book.hpp\"\n",
             "2: risk may not include router (\"../../router/src/leader_book.hpp\")"},
            {"proto/src/a.cpp", "#include \"risk/include/risk/limits.hpp\"\n",
             "1: proto may not include risk (\"risk/include/risk/limits.hpp\")"},
            {"proto/src/a.cpp", "#include \"codec/codec.hpp\"\n",
             "1: proto may not include codec (\"codec/codec.hpp\")"},
            {"router/src/a.cpp", "#include \"leader_book.hpp\"\n", ""},
            {"router/src/a.cpp", "#include \"engine/engine.hpp\"\n",
             "1: router may not include gateway (\"engine/engine.hpp\")"},
            {"router/src/a.cpp", "#include \"schema/journal.pb.h\"\n",
             "1: only proto/codec may include \"schema/journal.pb.h\""},
            {"gateway/engine/a.cpp", "#include \"router/router.hpp\"\n", ""},
            {"gateway/whatif/a.cpp", "#include \"journal/reader.hpp\"\n", ""},
            {"gateway/whatif/a.cpp", "#include \"engine/engine.hpp\"\n",
             "1: a replay must not reach \"engine/engine.hpp\": it could send"},
            {"gateway/replay/a.cpp", "#include \"../fix/quickfix.hpp\"\n",
             "1: a replay must not reach \"../fix/quickfix.hpp\": it could send"},
            {"gateway/engine/a.cpp", "#include \"venue/venue.hpp\"\n",
             "1: gateway may not include sim (\"venue/venue.hpp\")"},
            {"sim/venue/a.cpp", "#include \"gateway/fix/quickfix.hpp\"\n", ""},
            {"sim/venue/a.cpp", "#include \"gateway/engine/engine.hpp\"\n",
             "1: sim may not include gateway (\"gateway/engine/engine.hpp\")"},
            {"sim/venue/a.cpp", "#include \"risk/limits.hpp\"\n",
             "1: sim may not include risk (\"risk/limits.hpp\")"},
            {"sim/matching/a.cpp", "#include \"venue/venue.hpp\"\n",
             "1: matching may not include sim (\"venue/venue.hpp\")"},
            {"tests/unit/sim/a.cpp", "#include \"venue/venue.hpp\"\n", ""},
            {"risk/src/a.cpp", "#include \"risk/gone.hpp\"\n",
             "1: includes \"risk/gone.hpp\", which is not in the tree"},
            {"risk/src/a.cpp", "// #include \"router/router.hpp\"\n", ""},
            {"risk/src/a.cpp", "const char* a = R\"(\n#include \"router/router.hpp\"\n)\";\n", ""},
        });
}

TEST(PureCore, IsSpoiled) {
    const std::string asks =
        "1: the pure core is handed time, chance and settings; it does not ask";
    std::vector<Snippet> snippets{
        {"risk/src/a.cpp", "#include <vector>\nstd::vector<int> a; // a double, a thread\n", ""},
        {"risk/src/a.cpp", "const char* a = \"a double 1.5\"; const int b = 1'000;\n", ""},
        {"proto/src/a.cpp", "double a;\n", "1: floating point in the pure core"},
        {"router/src/a.cpp", "\nfloat a;\n", "2: floating point in the pure core"},
        {"router/src/a.cpp", "auto a = 0.5;\n", "1: floating point in the pure core"},
        {"router/src/a.cpp", "auto a = b * 1e3;\n", "1: floating point in the pure core"},
        {"router/src/a.cpp", "auto a = rand();\n", asks},
        {"router/src/a.cpp", "auto a = std::getenv(b);\n", asks},
        {"router/src/a.cpp", "auto a = time(nullptr);\n", asks},
        {"router/src/a.cpp", "auto a = event.time; auto b = a.time();\n", ""},
        {"router/src/a.cpp", "std::chrono::seconds a;\n", asks},
        {"risk/src/a.cpp", "std::mutex a;\n", "1: threads in the pure core"},
        {"risk/src/a.cpp", "thread_local int a;\n", "1: threads in the pure core"},
        {"risk/src/a.cpp", "void a() { std::cout << 1; }\n", "1: input or output in the pure core"},
        {"proto/include/proto/check.hpp", "#include <cstdio>\n", ""},
        {"proto/codec/src/a.cpp", "#include <fstream>\ndouble a;\n", ""},
        {"gateway/engine/a.cpp", "#include <thread>\ndouble a;\n", ""},
        {"sim/venue/a.cpp", "#include <chrono>\n", ""},
    };
    for (const std::string header :
         {"thread", "mutex", "atomic", "chrono", "random", "fstream", "iostream", "filesystem",
          "cstdio", "cmath", "ctime", "sys/socket.h", "unistd.h", "boost/asio.hpp",
          "spdlog/spdlog.h", "google/protobuf/message.h", "quickfix/Session.h"}) {
        for (const std::string path : {"proto/src/a.cpp", "risk/src/a.hpp", "router/src/a.cpp",
                                       "sim/matching/a.cpp", "proto/include/proto/a.hpp"}) {
            snippets.push_back({path, "#include <" + header + ">\n",
                                "1: <" + header + "> does not belong in the pure core"});
        }
    }
    judge(impure_core, {}, snippets);
}

TEST(DoorToQuickFix, HasNoSideEntrance) {
    const std::string message = "1: QuickFIX has one door, gateway/fix/quickfix.hpp, and one "
                                "header for the stock peers of the tests";
    const std::string include = "#include <quickfix/Session.h>\n";
    judge(doors_to_quickfix, {{"tests/e2e/stock.hpp", include}},
          {
              {"gateway/fix/quickfix.hpp", include, ""},
              {"gateway/fix/session.cpp", include, message},
              {"sim/front/front.cpp", include, message},
              {"tests/e2e/peer.cpp", include, message},
              {"tests/e2e/stock_too.hpp", include, message},
          });
}

TEST(Form, IsBad) {
    const std::string head = "// What it is.\n#pragma once\n";
    const std::string wide = "// " + std::string(97, '-');
    const std::string accents = "// " + std::string("\xc3\xa9") + std::string(96, '-');
    std::string long_file;
    for (int i = 0; i < 500; ++i) long_file += "\n";
    judge(
        bad_form, {},
        {
            {"risk/a.hpp", head, ""},
            {"risk/a.hpp", "#pragma once\n",
             "1: a header begins with a sentence that says what it is\nrisk/a.hpp:1: a header "
             "is read once"},
            {"risk/a.hpp", "// What it is.\nint a;\n", "1: a header is read once"},
            {"risk/a.cpp", wide, ""},
            {"risk/a.cpp", accents, ""},
            {"risk/a.cpp", wide + "-", "1: the line is longer than 100 columns"},
            {"risk/CMakeLists.txt", "\n" + wide + "-", "2: the line is longer than 100 columns"},
            {"docs/a.md", wide + "-", ""},
            {"risk/a.cpp", long_file, ""},
            {"risk/a.cpp", long_file + "\n", "0: more than 500 lines: more than one idea"},
            {"risk/a.cpp", "\tint a;", "1: a tab"},
            {"dev", "\ttrue\n", "1: a tab"},
            {"risk/a.cpp",
             "// TO"
             "DO: later",
             "1: unfinished work is not kept in the tree"},
            {"docs/a.md",
             "FIX"
             "ME",
             "1: unfinished work is not kept in the tree"},
            {"tests/a.cpp", "GTEST_SKIP();", "1: a test that does not run proves nothing"},
            {"tests/a.cpp", "TEST(A, DISABLED_B) {}", "1: a test that does not run proves nothing"},
            {"tests/a.cpp", "// GTEST_SKIP is not used", ""},
        });
}

TEST(Links, LeadNowhere) {
    judge(dead_links, {{"docs/copying.md", ""}, {"README.md", ""}},
          {
              {"docs/a.md", "see [it](copying.md) and [it](../README.md#top) [up](..)", ""},
              {"docs/a.md", "see [it](https://example.com/gone.md) and [here](#here)", ""},
              {"b.md", "the [pages](docs/)", ""},
              {"docs/a.md", "\nsee [it](gone.md)", "2: gone.md leads nowhere"},
              {"docs/a.md", "see [it](docs/copying.md#5)", "1: docs/copying.md leads nowhere"},
          });
}

TEST(TopLevel, HasAStranger) {
    EXPECT_EQ(to_text(strange_top_level({"README.md", "gateway", "src"})),
              "src:0: is no agreed name at the top of the tree\n");
}

TEST(NamedTests, AreUnknown) {
    const SourceFile test{"tests/unit/x_test.cpp", "TEST_F(Fills, CountOnce) {\n}\n"};
    judge(unknown_tests, {test},
          {{"docs/a.md", "| D3 | Fills.CountOnce, docs/copying.md |", ""},
           {"docs/a.md", "a\n| D3 | Fills.CountTwice |", "2: there is no test Fills.CountTwice"},
           {"README.md", "Fills.CountTwice", ""}});
}

TEST(Reasons, AreUnexplained) {
    const SourceFile commands{
        "proto/include/proto/commands.hpp",
        "enum class Reason : int {\n none,\n rounds_to_zero, // why\n stale };"};
    EXPECT_EQ(to_text(unexplained_reasons({commands, {"docs/copying.md", "`stale`"}})),
              "docs/copying.md:0: does not explain `rounds-to-zero`\n");
    EXPECT_EQ(
        to_text(unexplained_reasons({commands, {"docs/copying.md", "`stale`, `rounds-to-zero`"}})),
        "");
    EXPECT_EQ(unexplained_reasons({{"docs/copying.md", "`stale`"}}).size(), 1U);
}

} // namespace
} // namespace lockstep::tree
