#include "front/settings_text.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace lockstep::sim {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

// The line without its comment, with `\#` made `#`.
std::string without_comment(std::string_view line) {
    std::string kept;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '#') {
            kept += '#';
            ++i;
        } else if (line[i] == '#' && (i == 0 || is_blank(line[i - 1]))) {
            break;
        } else {
            kept += line[i];
        }
    }
    return std::string(trimmed(kept));
}

// Puts environment variables in the place of every ${NAME}.
std::string expanded(std::string_view value) {
    std::string text;
    for (std::size_t i = 0; i < value.size();) {
        if (!value.substr(i).starts_with("${")) {
            text += value[i++];
            continue;
        }
        const auto end = value.find('}', i);
        if (end == std::string_view::npos) {
            throw Mistake{"\"${\" without \"}\"", "write ${NAME}"};
        }
        const std::string name(value.substr(i + 2, end - i - 2));
        const char* found = std::getenv(name.c_str());
        if (found == nullptr) {
            throw Mistake{"the environment variable " + name + " is not set",
                          "set it, or write the value here"};
        }
        text += found;
        i = end + 1;
    }
    return text;
}

class Splitter {
  public:
    explicit Splitter(std::vector<Problem>& problems) : problems_(problems) {}

    void take(int line, std::string_view raw) {
        try {
            take_line(line, raw);
        } catch (const Mistake& mistake) {
            problems_.push_back({line, mistake.what, mistake.mend});
        }
    }

    std::vector<SettingsSection> sections;

  private:
    void take_line(int line, std::string_view raw) {
        constexpr std::size_t line_bytes_max = 4096;
        if (raw.size() > line_bytes_max) {
            throw Mistake{"the line has more than 4096 bytes", "shorten it"};
        }
        const std::string text = without_comment(raw);
        if (text.empty()) return;
        if (text.front() == '[') return open(line, text);
        const auto equal_sign = text.find('=');
        if (equal_sign == std::string::npos) {
            throw Mistake{"\"" + text + "\" is neither [SECTION] nor Key=Value",
                          "write Key=Value, or # before a comment"};
        }
        add({line, std::string(trimmed(text.substr(0, equal_sign))),
             expanded(trimmed(std::string_view(text).substr(equal_sign + 1)))});
    }

    void open(int line, std::string_view text) {
        if (text.back() != ']') {
            throw Mistake{"\"" + std::string(text) + "\" is a section without its closing bracket",
                          "write [SECTION]"};
        }
        sections.push_back({line, std::string(trimmed(text.substr(1, text.size() - 2))), {}});
    }

    void add(SettingsEntry entry) {
        if (entry.key.empty()) throw Mistake{"a value without a key", "write Key=Value"};
        if (sections.empty()) {
            throw Mistake{entry.key + " stands before any section", "put [DEFAULT] above it"};
        }
        auto& entries = sections.back().entries;
        const auto same = std::ranges::find(entries, entry.key, &SettingsEntry::key);
        if (same != entries.end()) {
            throw Mistake{entry.key + " stands twice in this section, first in line " +
                              std::to_string(same->line),
                          "take one out"};
        }
        entries.push_back(std::move(entry));
    }

    std::vector<Problem>& problems_;
};

} // namespace

std::vector<SettingsSection> split_sections(std::string_view text, std::vector<Problem>& problems) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    Splitter splitter(problems);
    for (int line = 1; !text.empty(); ++line) {
        const auto end = std::min(text.find('\n'), text.size());
        splitter.take(line, text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::move(splitter.sections);
}

} // namespace lockstep::sim
