#include "tree/source_tree.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>

namespace lockstep::tree {

namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// What .gitignore names: entries of the top ("/build/"), and names that count at any depth
// ("var/"). Patterns are not understood here.
struct Ignored {
    std::set<std::string> at_top{".git"};
    std::set<std::string> anywhere;
};

Ignored read_ignored(const fs::path& root) {
    Ignored ignored;
    const std::string text = read_file(root / ".gitignore");
    for (std::string_view line : lines_of(text)) {
        const bool top = line.starts_with('/');
        if (top) line.remove_prefix(1);
        if (line.ends_with('/')) line.remove_suffix(1);
        (top ? ignored.at_top : ignored.anywhere).emplace(line);
    }
    return ignored;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

std::string_view past_blanks(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text;
}

// What the line includes, if it does.
std::optional<Include> include_in(std::string_view line) {
    line = past_blanks(line);
    if (!line.starts_with('#')) return std::nullopt;
    line = past_blanks(line.substr(1));
    if (!line.starts_with("include")) return std::nullopt;
    line = past_blanks(line.substr(7));
    if (!line.starts_with('<') && !line.starts_with('"')) return std::nullopt;
    const bool quoted = line.front() == '"';
    const std::size_t end = line.find(quoted ? '"' : '>', 1);
    return Include{0, std::string(line.substr(1, end - 1)), quoted};
}

// Blanks what is not code, in one pass over the text.
class Blanker {
  public:
    explicit Blanker(std::string_view text) : text_(text), out_(text) {}

    std::string run() {
        while (at_ < text_.size()) {
            if (starts_include()) {
                skip_to_line_end();
            } else if (next("//")) {
                blank_to(std::min(text_.find('\n', at_), text_.size()));
            } else if (next("/*")) {
                blank_past(text_.find("*/", at_ + 2), 2);
            } else if (next("R\"") && !(at_ > 0 && is_word(text_[at_ - 1]))) {
                blank_raw_string();
            } else if (text_[at_] == '"' || (text_[at_] == '\'' && !separates_digits())) {
                blank_literal(text_[at_]);
            } else {
                ++at_;
            }
        }
        return std::move(out_);
    }

  private:
    bool next(std::string_view token) const { return text_.substr(at_).starts_with(token); }

    bool starts_include() const {
        if (text_[at_] != '#') return false;
        const std::size_t word = text_.find_first_not_of(" ", at_ + 1);
        return word != std::string_view::npos && text_.substr(word).starts_with("include");
    }

    // 1'000: the token before the quote began with a digit.
    bool separates_digits() const {
        std::size_t begin = at_;
        while (begin > 0 && (is_word(text_[begin - 1]) || text_[begin - 1] == '\'')) --begin;
        return begin < at_ && is_digit(text_[begin]);
    }

    void skip_to_line_end() { at_ = std::min(text_.find('\n', at_), text_.size()); }

    void blank_to(std::size_t end) {
        for (; at_ < end; ++at_) {
            if (text_[at_] != '\n') out_[at_] = ' ';
        }
    }

    void blank_past(std::size_t found, std::size_t length) {
        blank_to(found == std::string_view::npos ? text_.size() : found + length);
    }

    void blank_raw_string() {
        const std::size_t open = text_.find('(', at_);
        const std::size_t word = at_ + 2;
        if (open == std::string_view::npos) return blank_to(text_.size());
        const std::string close = ")" + std::string(text_.substr(word, open - word)) + "\"";
        blank_past(text_.find(close, open), close.size());
    }

    void blank_literal(char quote) {
        std::size_t end = at_ + 1;
        while (end < text_.size() && text_[end] != quote && text_[end] != '\n') {
            end += text_[end] == '\\' ? 2 : 1;
        }
        blank_to(std::min(end + 1, text_.size()));
    }

    std::string_view text_;
    std::string out_;
    std::size_t at_ = 0;
};

} // namespace

std::string to_text(const std::vector<Finding>& findings) {
    std::string text;
    for (const Finding& finding : findings) {
        text += finding.path + ":" + std::to_string(finding.line) + ": " + finding.what + "\n";
    }
    return text;
}

std::vector<std::string> top_level_names(const std::string& root) {
    const Ignored ignored = read_ignored(root);
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(root)) {
        const std::string name = entry.path().filename().string();
        if (ignored.at_top.contains(name) || ignored.anywhere.contains(name)) continue;
        names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
}

Tree read_tree(const std::string& root) {
    const Ignored ignored = read_ignored(root);
    Tree tree;
    const auto add = [&](const fs::path& path) {
        tree.push_back({fs::relative(path, root).generic_string(), read_file(path)});
    };
    for (const std::string& name : top_level_names(root)) {
        const fs::path top = fs::path(root) / name;
        if (fs::is_regular_file(top)) add(top);
        if (!fs::is_directory(top)) continue;
        for (auto entry = fs::recursive_directory_iterator(top); entry != fs::end(entry); ++entry) {
            if (ignored.anywhere.contains(entry->path().filename().string())) {
                entry.disable_recursion_pending();
            } else if (entry->is_regular_file()) {
                add(entry->path());
            }
        }
    }
    std::ranges::sort(tree, {}, &SourceFile::path);
    return tree;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

bool is_header(std::string_view path) { return path.ends_with(".hpp"); }
bool is_code(std::string_view path) { return is_header(path) || path.ends_with(".cpp"); }

std::string without_comments_and_literals(std::string_view text) { return Blanker(text).run(); }

std::vector<Word> words_of(std::string_view line) {
    std::vector<Word> words;
    std::size_t at = 0;
    while (at < line.size()) {
        if (!is_word(line[at])) {
            ++at;
            continue;
        }
        const bool number = is_digit(line[at]);
        std::size_t end = at + 1;
        while (end < line.size() &&
               (is_word(line[end]) || (number && (line[end] == '.' || line[end] == '\'')))) {
            ++end;
        }
        words.push_back({line.substr(at, end - at), line.substr(0, at), line.substr(end)});
        at = end;
    }
    return words;
}

std::vector<Include> includes_of(std::string_view text) {
    const std::string code = without_comments_and_literals(text);
    std::vector<Include> includes;
    std::size_t number = 0;
    for (const std::string_view line : lines_of(code)) {
        ++number;
        if (auto include = include_in(line)) {
            include->line = number;
            includes.push_back(std::move(*include));
        }
    }
    return includes;
}

} // namespace lockstep::tree
