"""Short forms of given names, so that "Sasha" may be "Aleksandr": the usual Russian and Kazakh ones."""

from __future__ import annotations

from casefile.base.text import skeleton

# Each line: the name, then how friends and relatives call whoever bears it.
_SHORT = """
Александр Саша Шура Саня
Алексей Лёша Алёша
Анатолий Толя
Андрей Андрюша
Анна Аня Нюра
Антон Тоша
Борис Боря
Валентин Валя
Василий Вася
Виктор Витя
Виктория Вика
Владимир Вова Володя
Вячеслав Слава
Галина Галя
Геннадий Гена
Григорий Гриша
Дмитрий Дима Митя
Евгений Женя
Екатерина Катя
Елена Лена
Елизавета Лиза
Иван Ваня
Игорь Гоша
Ирина Ира
Константин Костя
Людмила Люда
Максат Макс
Мария Маша
Михаил Миша
Наталья Наташа
Николай Коля
Нурсултан Нурик
Ольга Оля
Павел Паша
Пётр Петя
Роман Рома
Светлана Света
Сергей Серёжа
Татьяна Таня
Юрий Юра
"""


def _full_sounds() -> dict[str, str]:
    known: dict[str, str] = {}
    for line in _SHORT.split("\n"):
        words = [skeleton(word) for word in line.split()]
        known.update(dict.fromkeys(words[1:], words[0] if words else ""))
    return known


_FULL = _full_sounds()


def full_sound(sound: str) -> str:
    """The skeleton of the name that a short form stands for; the skeleton itself if it is none."""
    return _FULL.get(sound, sound)
