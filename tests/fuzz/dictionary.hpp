// A libFuzzer dictionary: lines of "words", with \xNN, \\ and \" in them, and comments after #.
#pragma once

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace lockstep::fuzz {

// Throws std::runtime_error naming the file when it cannot be read or holds no word.
inline std::vector<std::string> read_dictionary(const std::string& path) {
    std::vector<std::string> words;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        const std::size_t begin = line.find('"');
        const std::size_t end = line.rfind('"');
        if (line.starts_with('#') || begin == line.npos || begin == end) continue;
        std::string word;
        for (std::size_t i = begin + 1; i < end; ++i) {
            if (line[i] == '\\' && line[i + 1] == 'x') {
                word += static_cast<char>(std::stoi(line.substr(i + 2, 2), nullptr, 16));
                i += 3;
            } else {
                if (line[i] == '\\') ++i;
                word += line[i];
            }
        }
        words.push_back(std::move(word));
    }
    if (words.empty()) throw std::runtime_error(path + ": no dictionary");
    return words;
}

} // namespace lockstep::fuzz
