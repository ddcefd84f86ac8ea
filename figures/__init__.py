"""The pictures: a pure function for each lesson, from its state to marks and facts.

Read `scene` first, which says what a lesson's picture is made of; then `marks`, what a figure is
made of; `plane` and `curve`, the two figures most lessons share; `matrix`; and one scene, such
as `line`. `written` puts numbers into text, `theme` holds every colour.
"""
