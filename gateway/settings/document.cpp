#include "settings/document.hpp"

#include "settings/file_text.hpp"
#include "settings/line.hpp"
#include "settings/nearest.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>

namespace lockstep {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t line_bytes_max = 65'536;
constexpr std::size_t file_bytes_max = 4 * 1024 * 1024;
constexpr std::size_t sections_max = 10'000;
constexpr int files_max = 100;
constexpr std::size_t depth_max = 10;

constexpr std::array settings_kinds = {SectionKind::defaults, SectionKind::session,
                                       SectionKind::instrument, SectionKind::leader,
                                       SectionKind::follower};
constexpr std::array profile_kinds = {SectionKind::profile};

bool has_control_character(std::string_view text) {
    return std::ranges::any_of(text, [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
    });
}

// One name for a file, however it is reached. A path that cannot be followed stays as it is:
// opening it will say why.
fs::path one_name(const fs::path& path) {
    std::error_code trouble;
    fs::path name = fs::weakly_canonical(path, trouble);
    return trouble ? path : name;
}

class Reader {
  public:
    // `kinds` are the sections that may stand in the file.
    Reader(std::span<const SectionKind> kinds, const Environment& environment, Problems& problems)
        : kinds_(kinds), environment_(environment), problems_(problems) {}

    Document document;

    // `shown` is the name that problems give the file; `cause` is the Include= line, if any.
    void read_file(const fs::path& path, const std::string& shown, const Location* cause);
    void read_text(std::string_view text, Location where, const fs::path& folder);

  private:
    enum class Place { nowhere, section, unknown_section, after_include };

    void read_line(std::string_view line, const Location& where, const fs::path& folder);
    void open_section(std::string_view title, const Location& where);
    void read_key(std::string_view line, std::size_t equals, const Location& where,
                  const fs::path& folder);
    void include(const Entry& entry);
    void keep(Entry entry);

    bool may_include() const { return files_ > 0; } // a text that is no file has no folder

    std::span<const SectionKind> kinds_;
    const Environment& environment_;
    Problems& problems_;
    Place place_ = Place::nowhere;
    int files_ = 0;
    std::vector<fs::path> open_files_; // the chain of includes, canonical
};

void Reader::read_file(const fs::path& path, const std::string& shown, const Location* cause) {
    const Location start{shown, files_++, 0};
    const Location& blamed = cause != nullptr ? *cause : start;
    if (cause == nullptr) document.start = start;
    const auto text = read_file_text(path, file_bytes_max);
    if (!text) {
        problems_.error(blamed, (cause != nullptr ? shown : "the file") + " " + text.error().what,
                        "name a readable settings file");
        return;
    }
    open_files_.push_back(one_name(path));
    read_text(*text, start, path.parent_path());
    open_files_.pop_back();
}

void Reader::read_text(std::string_view text, Location where, const fs::path& folder) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
        problems_.error(where, "the file is UTF-16 text", "save it as UTF-8");
        return;
    }
    while (!text.empty()) {
        ++where.line;
        const auto end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.size() > line_bytes_max) {
            problems_.error(where, "the line is longer than 65536 bytes",
                            "split it, or look for a missing line end");
        } else if (has_control_character(line)) {
            problems_.error(where, "the line holds a control character",
                            "remove it; only tabs are allowed");
        } else {
            read_line(trimmed(without_comment(line)), where, folder);
        }
    }
}

void Reader::read_line(std::string_view line, const Location& where, const fs::path& folder) {
    if (line.empty()) return;
    const auto equals = line.find('=');
    if (line.front() == '[') {
        open_section(line, where);
    } else if (equals == line.npos) {
        problems_.error(where, "the line is neither [SECTION] nor Key=value",
                        "write one of them, or start it with # to make it a comment");
    } else {
        read_key(line, equals, where, folder);
    }
}

void Reader::open_section(std::string_view title, const Location& where) {
    place_ = Place::unknown_section;
    if (!title.ends_with(']')) {
        problems_.error(where, "the section name " + shown(title) + " is not closed",
                        "write it as [NAME], alone on its line");
        return;
    }
    std::string wanted(trimmed(title.substr(1, title.size() - 2)));
    wanted = "[" + wanted + "]";
    const auto kind =
        std::ranges::find_if(kinds_, [&](SectionKind k) { return name(k) == wanted; });
    if (kind == kinds_.end()) {
        std::vector<std::string_view> names;
        for (const SectionKind known : kinds_) names.push_back(name(known));
        problems_.error(where, "there is no section " + shown(wanted),
                        "the nearest one is " + std::string(nearest(wanted, names)));
        return;
    }
    if (document.sections.size() == sections_max) {
        problems_.error(where, "there are more than 10000 sections",
                        "split the file over gateways");
        return;
    }
    place_ = Place::section;
    document.sections.push_back({*kind, where, {}});
}

void Reader::read_key(std::string_view line, std::size_t equals, const Location& where,
                      const fs::path& folder) {
    Entry entry;
    entry.key = trimmed(line.substr(0, equals));
    entry.where = where;
    entry.folder = folder;
    if (entry.key.empty()) {
        problems_.error(where, "there is no key before the =", "write Key=value");
        return;
    }
    const auto value = expand(trimmed(line.substr(equals + 1)), environment_);
    if (!value) {
        problems_.error(where, shown(entry.key), value.error());
    } else if (has_control_character(value->text)) {
        problems_.error(where, shown(entry.key) + " gets a control character from the environment",
                        "remove it from the variable, a line end too");
    } else if (value->text.empty()) {
        problems_.error(where, shown(entry.key) + " has no value",
                        "give it one, or remove the line");
    } else {
        entry.value = value->text;
        entry.literal = value->literal;
    }
    const bool is_include = may_include() && same_name(entry.key, "Include");
    is_include ? include(entry) : keep(std::move(entry));
}

void Reader::include(const Entry& entry) {
    if (entry.value.empty()) return;
    const fs::path wanted = (entry.folder / entry.value).lexically_normal();
    const auto open = std::ranges::find(open_files_, one_name(wanted));
    if (open != open_files_.end()) {
        problems_.error(entry.where, "Include=" + shown(entry.value) + " is already being read",
                        "break the circle of files that include each other");
        return;
    }
    if (open_files_.size() == depth_max || files_ == files_max) {
        problems_.error(entry.where, "Include=" + shown(entry.value) + " is one file too many",
                        "use at most 100 files, 10 deep");
        return;
    }
    const std::size_t sections_before = document.sections.size();
    read_file(wanted, wanted.string(), &entry.where);
    // A file that opens sections of its own ends the one that it was included in: what follows
    // would otherwise silently land in its last section.
    if (document.sections.size() != sections_before) place_ = Place::after_include;
}

void Reader::keep(Entry entry) {
    switch (place_) {
    case Place::unknown_section: return; // the section was the problem
    case Place::nowhere:
        problems_.error(entry.where, shown(entry.key) + " stands before any section",
                        "put " + std::string(name(kinds_.front())) +
                            ", or the section that it belongs to, above it");
        return;
    case Place::after_include:
        problems_.error(entry.where,
                        shown(entry.key) + " follows an Include= that opened other sections",
                        "put it before the Include=, or open its section again");
        return;
    case Place::section: break;
    }
    auto& entries = document.sections.back().entries;
    const auto first = std::ranges::find_if(
        entries, [&](const Entry& other) { return same_name(other.key, entry.key); });
    if (first != entries.end()) {
        problems_.error(entry.where,
                        shown(entry.key) + " is given twice in this section, first at " +
                            first->where.seen_from(entry.where),
                        "keep one of the two");
        return;
    }
    entries.push_back(std::move(entry));
}

} // namespace

std::string_view name(SectionKind kind) {
    switch (kind) {
    case SectionKind::defaults: return "[DEFAULT]";
    case SectionKind::session: return "[SESSION]";
    case SectionKind::instrument: return "[INSTRUMENT]";
    case SectionKind::leader: return "[LEADER]";
    case SectionKind::follower: return "[FOLLOWER]";
    case SectionKind::profile: return "[PROFILE]";
    }
    return "";
}

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(
        a, b, [](unsigned char x, unsigned char y) { return std::toupper(x) == std::toupper(y); });
}

Document read_document(const fs::path& file, const Environment& environment, Problems& problems) {
    Reader reader(settings_kinds, environment, problems);
    reader.read_file(file, file.string(), nullptr);
    return std::move(reader.document);
}

Document read_profile_document(std::string_view text, const Location& start, Problems& problems) {
    const Environment nothing;
    Reader reader(profile_kinds, nothing, problems);
    reader.document.start = start;
    reader.read_text(text, start, fs::path(start.file).parent_path());
    return std::move(reader.document);
}

} // namespace lockstep
